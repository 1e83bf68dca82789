import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy of the workspace that a test may spoil. */
export interface Copy extends Disposable {
  readonly directory: string;
  readonly edit: (file: string, change: (text: string) => string) => void;
  readonly read: (file: string) => string;
}

const workspace = resolve(import.meta.dirname, '../../..');

/** Copies charts and profiles; everything else is linked. */
export const copyWorkspace = (): Copy => {
  const directory = mkdtempSync(join(tmpdir(), 'workspace-'));
  const skip = /\.test\.ts$|\/dist(\/|$)/;
  for (const name of ['charts', 'flux-profiles', 'package.json']) {
    cpSync(join(workspace, name), join(directory, name), {
      recursive: true,
      filter: (path) => !skip.test(path),
    });
  }
  for (const name of ['node_modules', 'schemas']) {
    symlinkSync(join(workspace, name), join(directory, name));
  }
  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
  return {
    directory,
    read,
    edit: (file, change) => writeFileSync(join(directory, file), change(read(file))),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};
