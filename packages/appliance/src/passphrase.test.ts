import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { readPassphrase } from './passphrase.ts';

/** What is said of a passphrase in a file with a mode; the passphrase itself if nothing is. */
const read = async (text: string, mode = 0o600, isNew = true): Promise<string> => {
  const folder = await makeFolder('passphrase');
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'passphrase');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return outcome(file, isNew, folder);
};

const outcome = async (file: string, isNew: boolean, folder?: string): Promise<string> => {
  const terminal = {
    directory: '/',
    environment: {},
    print: () => {},
    say: () => {},
    ask: undefined,
    signal: new AbortController().signal,
  };
  const { value, findings } = await readPassphrase(terminal, file, isNew);
  const said = findings.map(printFinding).join('\n');
  return value ?? (folder === undefined ? said : said.replaceAll(folder, 'FOLDER'));
};

test.each([
  'four words and a number',
  'correct horse battery staple',
  'xkQ9vL2mPz7w',
  'Žluťoučký kůň úpěl',
])('a passphrase that takes long to guess: %s', async (text) => {
  expect(await read(`${text}\n`)).toBe(text);
});

test.each([
  'password1234',
  'passwordpassword',
  'Passw0rd2024!',
  '123456789012',
  'qwertyuiopasdf',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  'letmeinletmein',
  'iloveyou1234',
])('a new passphrase that is guessed first is refused: %s', async (text) => {
  expect(await read(text)).toBe(
    'error FOLDER/passphrase: it is made of common passwords, repetitions or sequences, which are guessed first; choose another one, such as five random words. [passphrase]',
  );
  expect(await read(text, 0o600, false)).toBe(text);
});

test('a new passphrase that is short is refused, and that of an existing export is not', async () => {
  expect(await read('xkQ9vL2mPz7')).toBe(
    'error FOLDER/passphrase: it is shorter than 12 characters; choose a longer one, such as five random words. [passphrase]',
  );
  expect(await read('xkQ9vL2mPz7', 0o600, false)).toBe('xkQ9vL2mPz7');
});

test.each([0o644, 0o640, 0o604, 0o602, 0o660])(
  'a file that others can read or write is refused: %o',
  async (mode) => {
    for (const isNew of [true, false]) {
      expect(await read('four words and a number', mode, isNew)).toBe(
        `error FOLDER/passphrase: other users can read or write this file (mode 0${mode.toString(8)}); run "chmod 600 FOLDER/passphrase". [passphrase]`,
      );
    }
  },
);

test('a pipe has no mode to check', async () => {
  const folder = await makeFolder('passphrase');
  onTestFinished(() => removeFolder(folder));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', ['-m', '644', pipe]);
  const reading = outcome(pipe, true);
  writeFileSync(pipe, 'four words and a number\n');
  expect(await reading).toBe('four words and a number');
});

test('a file that does not exist is an error', async () => {
  expect(await outcome('/nonexistent', true)).toBe(
    'error /nonexistent: it cannot be read; correct --passphrase-file. [passphrase]',
  );
});
