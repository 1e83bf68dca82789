import { readFile } from 'node:fs/promises';
import { Failure, type Finding } from '@helm-charts/types';

/** Reads a file with a key. */
export const readKey = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause) => {
    const message = "the file with the key can't be read";
    throw new Failure(3, [finding(file, message, 'correct the path, or create the key')], {
      cause,
    });
  });

/** The failure of a key that can't be used. */
export const unusable = (input: string, message: string, fix: string): Failure =>
  new Failure(2, [finding(input, message, fix)]);

/** The failure of a program that should sign. */
export const notSigned = (input: string, message: string, fix: string): Failure =>
  new Failure(3, [finding(input, message, fix)]);

const finding = (input: string, message: string, fix: string): Finding => ({
  rule: 'sign',
  severity: 'error',
  input,
  message,
  fix,
});
