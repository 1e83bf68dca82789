import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const workspace = resolve(import.meta.dirname, '../..');

/** A copy of the workspace in a temporary folder, with a history of its own that has one commit. */
export const copyWorkspace = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'release-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: workspace,
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((name) => name && existsSync(join(workspace, name))))
    cpSync(join(workspace, file), join(copy, file), { recursive: true });
  linkModules(copy);
  const git = (...args: readonly string[]) => execFileSync('git', [...args], { cwd: copy });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'test');
  git('config', 'user.email', 'test@example.com');
  commit(copy, 'start');
  return copy;
};

export const commit = (copy: string, message: string): void => {
  execFileSync('git', ['add', '--all'], { cwd: copy });
  execFileSync('git', ['commit', '--quiet', '--message', message], { cwd: copy });
};

/** Packages of this repository are those of the copy, all others the installed ones. */
const linkModules = (copy: string): void => {
  const modules = join(workspace, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@helm-charts'), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (['.cache', '.bin', '@helm-charts'].includes(name)) continue;
    symlinkSync(join(modules, name), join(copy, 'node_modules', name));
  }
  for (const folder of ['.bin', '@helm-charts']) {
    mkdirSync(join(copy, 'node_modules', folder), { recursive: true });
    for (const name of readdirSync(join(modules, folder)))
      symlinkSync(
        readlinkSync(join(modules, folder, name)),
        join(copy, 'node_modules', folder, name),
      );
  }
  for (const name of readdirSync(join(workspace, 'packages'))) {
    const own = join(workspace, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, 'packages', name, 'node_modules'));
  }
};
