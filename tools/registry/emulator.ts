import { spawn, spawnSync } from 'node:child_process';
import { type Platform, thisPlatform } from '../../packages/engine/src/native/platform.ts';

/** Programs that Go compiles need bcryptprimitives.dll, which Wine before version 10 may not have. */
const isHere = (name: string): boolean => {
  const { error, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  const wine = /^wine-(\d+)/.exec(stdout ?? '')?.[1];
  return error === undefined && Number(wine ?? 10) >= 10;
};

/** The command that runs programs of a platform on this machine: none is needed for its own. Undefined if there is none. */
export const runnerOf = ({ os, cpu }: Platform): readonly string[] | undefined => {
  if (os === thisPlatform.os && cpu === thisPlatform.cpu) return [];
  const emulators: Readonly<Record<string, readonly string[]>> = {
    'linux-arm64': ['qemu-aarch64', 'qemu-aarch64-static'],
    'linux-x64': ['qemu-x86_64', 'qemu-x86_64-static'],
    'win32-x64': ['wine64', 'wine'],
  };
  const found = emulators[`${os}-${cpu}`]?.find(isHere);
  return found === undefined ? undefined : [found];
};

/** A path as programs of a platform have it: Wine shows the root folder as drive Z. */
export const pathOn = ({ os }: Platform, path: string): string =>
  os === 'win32' && thisPlatform.os !== 'win32' ? `Z:${path.replaceAll('/', '\\')}` : path;

/** What a program that reads requests answers to one request: a line with the number of the request. */
export const ask = (
  program: string,
  [command, ...args]: readonly string[],
  request: { readonly id: number },
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = spawn(command ?? program, command === undefined ? [] : [...args, program], {
      env: { ...process.env, WINEDEBUG: '-all' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    // The first line of the engine says which program it is. The last one may not be complete.
    const answer = () =>
      output
        .split('\n')
        .slice(0, -1)
        .find((line) => line.startsWith('{"id":'));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      // The program ends with its input, and does not answer what it has not answered until then.
      if (answer() !== undefined) child.stdin.end();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const line = answer();
      if (line === undefined) {
        reject(new Error(`it ended with ${code} and without an answer: ${errors}`));
      } else {
        resolve(JSON.parse(line));
      }
    });
    child.stdin.write(`${JSON.stringify(request)}\n`);
  });
