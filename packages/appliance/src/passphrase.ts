import { open } from 'node:fs/promises';
import type { Checked, Finding } from '@helm-charts/types';
import { isWeak } from './strength.ts';
import type { Terminal } from './terminal.ts';

/** The minimum length of a new passphrase. */
const shortest = 12;

/**
 * Reads the passphrase of an export from a file or from the terminal, never from the arguments, which other users of the machine can
 * read. A new passphrase is asked for twice, and refused if it is easy to guess; that of an existing export is taken as it is.
 */
export const readPassphrase = async (
  { ask }: Terminal,
  file: string | undefined,
  isNew: boolean,
): Promise<Checked<string>> => {
  const given = file === undefined ? await asked(ask, isNew) : await fromFile(file);
  const { value } = given;
  if (value === undefined || !isNew) return given;
  if (value.length < shortest) {
    const message = `it is shorter than ${shortest} characters`;
    return wrong(file, message, 'choose a longer one, such as five random words');
  }
  if (!(await isWeak(value))) return given;
  const message =
    'it is made of common passwords, repetitions or sequences, which are guessed first';
  return wrong(file, message, 'choose another one, such as five random words');
};

const fromFile = async (file: string): Promise<Checked<string>> => {
  try {
    // One file is checked and read, even if its name points to another one meanwhile.
    await using handle = await open(file);
    const stat = await handle.stat();
    if (stat.isFile() && hasModes && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
      const message = `other users can read or write this file (mode ${mode})`;
      return wrong(file, message, `run "chmod 600 ${file}"`);
    }
    return { value: (await handle.readFile('utf8')).replace(/\r?\n$/, ''), findings: [] };
  } catch {
    return wrong(file, 'it cannot be read', 'correct --passphrase-file');
  }
};

/** Windows has no file modes. */
const hasModes: boolean = process.platform !== 'win32';

const asked = async (ask: Terminal['ask'], isNew: boolean): Promise<Checked<string>> => {
  if (ask === undefined) {
    return wrong(undefined, 'there is no terminal to ask at', 'give --passphrase-file');
  }
  const passphrase = await ask('Passphrase of the export: ', true);
  if (!isNew || (await ask('The same again: ', true)) === passphrase) {
    return { value: passphrase, findings: [] };
  }
  return wrong(undefined, 'you typed two different ones', 'try again');
};

const wrong = (file: string | undefined, message: string, fix: string): Checked<string> => {
  const place = file === undefined ? { input: 'passphrase' } : { position: { file } };
  const finding: Finding = { rule: 'passphrase', severity: 'error', ...place, message, fix };
  return { findings: [finding] };
};
