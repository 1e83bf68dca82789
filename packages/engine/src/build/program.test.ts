import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** A Go that writes what it was called with to a file, and a program after a second. */
const fakeGo = `#!/bin/sh
if [ "$1" = env ]; then printf 'go1.26.0\\n/nowhere\\n'; exit; fi
echo "$@" >>"$CALLS"
echo some/package >&2
while [ "$1" != -o ]; do shift; done
sleep 1
[ -z "$BROKEN" ] || { echo 'x.go:1:1: undefined: y' >&2; exit 1; }
echo program >"$2"
`;

interface Run {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Places the program of Linux in a folder, in a process of its own. */
const place = ({ folder, environment }: Run): Promise<string> =>
  new Promise((resolve) => {
    const module = join(import.meta.dirname, 'program.ts');
    const code = `import { placeProgram } from ${JSON.stringify(module)};
console.log(await placeProgram({ os: 'linux', cpu: 'x64' }, ${JSON.stringify(folder)}).catch((error) => error.message));`;
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', code],
      { env: { ...process.env, ...environment } },
      (_error, stdout, stderr) => resolve(`${stdout}${stderr}`),
    );
  });

const machine = (go = fakeGo) => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/go'), go, { mode: 0o755 });
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  return {
    folder,
    builds: () => readLines(calls),
    environment: {
      CALLS: calls,
      XDG_CACHE_HOME: join(folder, 'cache'),
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
    },
  };
};

const readLines = (file: string): readonly string[] =>
  readFileSync(file, 'utf8').split('\n').filter(Boolean);

test('two checkouts that need the same program at the same time build it once', async () => {
  const { folder, builds, environment } = machine();
  const checkouts = ['one', 'two'].map((name) => join(folder, name));
  const said = await Promise.all(
    checkouts.map((checkout) => place({ folder: checkout, environment })),
  );
  expect(builds()).toHaveLength(1);
  for (const checkout of checkouts) {
    expect(readFileSync(join(checkout, 'helm-charts-engine'), 'utf8')).toBe('program\n');
    expect(readdirSync(checkout)).toEqual(['helm-charts-engine']);
  }
  expect(said.join('')).toContain('waiting for another process');
  expect(said.join('')).toContain('building the native program for linux-x64 with go1.26.0');
});

test('without a cache of the machine the program is built all the same', async () => {
  const { folder, environment } = machine();
  const target = join(folder, 'one');
  await place({ folder: target, environment: { ...environment, XDG_CACHE_HOME: '/dev/null' } });
  expect(existsSync(join(target, 'helm-charts-engine'))).toBe(true);
});

test('code that does not compile is one sentence, and leaves nothing', async () => {
  const { folder, environment } = machine();
  const target = join(folder, 'one');
  const said = await place({ folder: target, environment: { ...environment, BROKEN: 'yes' } });
  expect(said).toContain("Go can't compile the engine: x.go:1:1: undefined: y");
  expect(readdirSync(target)).toEqual([]);
});

test('a folder that can not be written is one sentence', async () => {
  const { environment } = machine();
  const said = await place({ folder: '/dev/null/x', environment });
  expect(said).toMatch(/^error .*\/dev\/null: a file is where a folder has to be/);
});
