import { readFile } from 'node:fs/promises';
import type { Checked, Finding } from '@helm-charts/types';
import type { Terminal } from './terminal.ts';

/** A passphrase shorter than this could be guessed. */
const shortest = 12;

/**
 * The passphrase of an export, from a file or from whoever sits at the terminal, never from the arguments, which others can read.
 * A new one is asked for twice.
 */
export const readPassphrase = async (
  { ask }: Terminal,
  file: string | undefined,
  isNew: boolean,
): Promise<Checked<string>> => {
  const given = file === undefined ? await asked(ask, isNew) : await fromFile(file);
  if (given.value === undefined || given.value.length >= shortest) return given;
  const message = `it is shorter than ${shortest} characters`;
  return wrong(file, message, 'choose a longer one');
};

const fromFile = async (file: string): Promise<Checked<string>> => {
  try {
    return { value: (await readFile(file, 'utf8')).replace(/\r?\n$/, ''), findings: [] };
  } catch {
    return wrong(file, 'it can not be read', 'correct --passphrase-file');
  }
};

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
