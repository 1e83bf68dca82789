import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** A copy of the workspace that a test may spoil. */
export interface Copy extends Disposable {
  readonly directory: string;
  readonly edit: (file: string, change: (text: string) => string) => void;
  readonly read: (file: string) => string;
}

const workspace = resolve(import.meta.dirname, '../../../..');

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
  // Without a configuration, custom kinds are in the folder `schemas`; charts import their types from where they are.
  for (const name of ['schemas', 'custom-schemas']) {
    symlinkSync(join(workspace, 'custom-schemas'), join(directory, name));
  }
  linkModules(directory);
  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
  return {
    directory,
    read,
    edit: (file, change) => writeFileSync(join(directory, file), change(read(file))),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};

/** Links what is installed, but for the packages of charts and profiles, which are those of the copy. */
const linkModules = (directory: string): void => {
  const modules = join(directory, 'node_modules');
  mkdirSync(join(modules, scope), { recursive: true });
  const installed = join(workspace, 'node_modules');
  for (const name of readdirSync(installed).filter((name) => name !== scope)) {
    symlinkSync(join(installed, name), join(modules, name));
  }
  for (const name of readdirSync(join(installed, scope))) {
    const real = realpathSync(join(installed, scope, name));
    const path = relative(workspace, real);
    const isCopied = /^(charts|flux-profiles)\//.test(path);
    symlinkSync(isCopied ? join(directory, path) : real, join(modules, scope, name));
  }
};

const scope = '@helm-charts';
