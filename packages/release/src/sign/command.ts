import { spawn } from 'node:child_process';
import { notSigned, unusable } from './key-file.ts';

/**
 * Lets a program sign, for instance the client of a key management service: it gets the bytes on its standard input and prints the signature as
 * base64. No shell reads the command.
 * @throws {Failure} If the program is missing, fails, does not end within the time, or prints anything else.
 */
export const signCommand = async (
  command: string,
  bytes: Uint8Array,
  timeout = 60_000,
): Promise<Buffer> => {
  const [program, ...args] = wordsOf(command);
  if (program === undefined)
    throw unusable('--sign-command', 'it names no program', 'write a program and its arguments');
  const text = (await run(program, args, bytes, timeout)).trim().replaceAll(/\r?\n/g, '');
  if (text !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return Buffer.from(text, 'base64');
  throw notSigned(program, 'it does not print a signature as base64', 'run it by hand');
};

/** The words of a command. Quotes keep spaces within a word. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );

const run = (
  program: string,
  args: readonly string[],
  bytes: Uint8Array,
  timeout: number,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const refuse = (message: string, fix: string) => reject(notSigned(program, message, fix));
    // The program may start others, which are stopped with it. It explains its failures itself.
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    const stop = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      stop();
      refuse(
        `it has not signed within ${timeout / 1000} s, so it was stopped`,
        'run it by hand; it may wait for an input',
      );
    }, timeout);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > longest) stop();
    });
    child.on('error', () => {
      clearTimeout(timer);
      refuse("the program can't be started", 'install it, or correct --sign-command');
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else refuse(`it failed with exit code ${code}`, 'run it by hand');
    });
    // A program that ends before it has read its input closes the pipe; its exit code says more.
    child.stdin.on('error', () => {});
    child.stdin.end(bytes);
  });

/** A signature has a few hundred characters. */
const longest = 64 * 1024;
