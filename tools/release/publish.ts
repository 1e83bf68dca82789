import { spawnSync } from 'node:child_process';
import { publishedDirectories } from './directories.ts';

/** Publishes the package in a directory. `nx release publish` names the flags, with nothing behind `=` where its user gave none. */
const publish = (directory: string, flags: readonly string[]): number => {
  const dryRun = process.env.NX_DRY_RUN === 'true' ? ['--dry-run'] : [];
  const given = flags.filter((flag) => !flag.endsWith('='));
  for (const cwd of publishedDirectories(directory)) {
    const options = { cwd, stdio: 'inherit' } as const;
    const { status } = spawnSync('npm', ['publish', ...given, ...dryRun], options);
    if (status !== 0) return status ?? 1;
  }
  return 0;
};

const [directory = '.', ...flags] = process.argv.slice(2);
process.exitCode = publish(directory, flags);
