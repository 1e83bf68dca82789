import { readFile } from 'node:fs/promises';
import { Failure } from '@helm-charts/types';
import type { Terminal } from './terminal.ts';

/** A passphrase shorter than this could be guessed. */
const shortest = 12;

/**
 * The passphrase of an export, from a file or from whoever sits at the terminal, never from the arguments, which others can read.
 * A new one is asked for twice. Throws a Failure (2) where there is none or it is too short.
 */
export const readPassphrase = async (
  { ask }: Terminal,
  file: string | undefined,
  isNew: boolean,
): Promise<string> => {
  const passphrase = file === undefined ? await asked(ask, isNew) : await fromFile(file);
  if (passphrase.length >= shortest) return passphrase;
  throw failure(
    file ?? 'passphrase',
    `it is shorter than ${shortest} characters; take a longer one`,
  );
};

const fromFile = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch {
    throw failure(file, 'it can not be read; correct --passphrase-file');
  }
};

const asked = async (ask: Terminal['ask'], isNew: boolean): Promise<string> => {
  if (ask === undefined) {
    throw failure('passphrase', 'there is no terminal to ask at; give --passphrase-file');
  }
  const passphrase = await ask('Passphrase of the export: ', true);
  if (!isNew || (await ask('The same again: ', true)) === passphrase) return passphrase;
  throw failure('passphrase', 'you typed two different ones; try again');
};

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'passphrase', severity: 'error', where, message }]);
