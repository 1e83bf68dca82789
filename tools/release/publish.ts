import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this program reads of a package.json. */
interface Manifest {
  readonly publishConfig?: { readonly directory?: string };
}

/** Publishes the package in a directory. `nx release publish` names the flags, with nothing behind `=` where its user gave none. */
const publish = (directory: string, flags: readonly string[]): number => {
  const text = readFileSync(join(directory, 'package.json'), 'utf8');
  const { publishConfig } = JSON.parse(text) as Manifest;
  const dryRun = process.env.NX_DRY_RUN === 'true' ? ['--dry-run'] : [];
  const given = flags.filter((flag) => !flag.endsWith('='));
  const { status } = spawnSync('npm', ['publish', ...given, ...dryRun], {
    cwd: join(directory, publishConfig?.directory ?? '.'),
    stdio: 'inherit',
  });
  return status ?? 1;
};

const [directory = '.', ...flags] = process.argv.slice(2);
process.exitCode = publish(directory, flags);
