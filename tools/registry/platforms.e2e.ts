import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Platform,
  packageOf,
  programOf,
  thisPlatform,
} from '../../packages/engine/src/native/platform.ts';
import { workspace } from '../go/files.ts';
import { packedPlatforms } from '../pack/packed.ts';
import { readExecutable } from './executable.ts';

const folderOf = (platform: Platform): string =>
  join(workspace, 'packages/engine/dist/npm', packageOf(platform).replace(/.*\//, ''));

/** Programs that Go compiles need bcryptprimitives.dll, which Wine before version 10 may not have. */
const isHere = (name: string): boolean => {
  const { error, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  const wine = /^wine-(\d+)/.exec(stdout ?? '')?.[1];
  return error === undefined && Number(wine ?? 10) >= 10;
};

/** The command that runs programs of a platform on this machine: none is needed for its own. */
const runnerOf = ({ os, cpu }: Platform): readonly string[] | undefined => {
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
const pathOn = ({ os }: Platform, path: string): string =>
  os === 'win32' && thisPlatform.os !== 'win32' ? `Z:${path.replaceAll('/', '\\')}` : path;

/** The line that answers the only request, once it is complete; the first line says which program it is. */
const answerIn = (output: string): string | undefined => output.split('\n').slice(1, -1)[0];

/** The answer to one request, which renders a chart of this repository. */
const render = (platform: Platform, [command, ...args]: readonly string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const program = join(folderOf(platform), programOf(platform));
    const child = spawn(command ?? program, command === undefined ? [] : [...args, program], {
      env: { ...process.env, WINEDEBUG: '-all' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      // The program ends with its input, and does not answer what it has not answered until then.
      if (answerIn(output) !== undefined) child.stdin.end();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const answer = answerIn(output);
      if (answer === undefined) {
        reject(new Error(`it ended with ${code} and without an answer: ${errors}`));
      } else {
        resolve(JSON.parse(answer));
      }
    });
    const release = {
      chart: pathOn(platform, join(workspace, 'charts/pgbouncer')),
      name: 'web',
      namespace: 'shop',
      values: {},
      kubeVersion: '1.36.3',
    };
    child.stdin.write(`${JSON.stringify({ id: 1, render: release })}\n`);
  });

describe.each(packedPlatforms().map((platform) => [packageOf(platform), platform] as const))(
  '%s',
  (name, platform) => {
    test('has a program for its platform, with the licenses of the code in it', () => {
      const folder = folderOf(platform);
      const { os, cpu, isSigned } = readExecutable(readFileSync(join(folder, programOf(platform))));
      expect({ os, cpu }).toEqual(platform);
      if (os === 'darwin' && cpu === 'arm64') expect(isSigned).toBe(true);
      expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
        name,
        os: [os],
        cpu: [cpu],
      });
      const licenses = readFileSync(join(folder, 'THIRD_PARTY.txt'), 'utf8');
      for (const owner of ['Go standard library', 'helm.sh/helm/v4', 'sigs.k8s.io/kustomize/api']) {
        expect(licenses).toContain(owner);
      }
      const packed = execFileSync('npm', ['pack', '--dry-run', '--json'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const files = packed.match(/"path": "[^"]+"/g)?.map((line) => line.slice(9, -1));
      expect(files?.toSorted()).toEqual(
        ['LICENSE', 'README.md', 'THIRD_PARTY.txt', 'package.json', programOf(platform)].toSorted(),
      );
    });

    test('renders a chart as the engine of this machine does', async ({ skip }) => {
      const runner = runnerOf(platform);
      if (runner === undefined) {
        const note = `NOT RUN: ${name} was built, but this machine has nothing that runs it`;
        console.warn(note);
        return skip(note);
      }
      const answer = await render(platform, runner);
      expect(answer).toMatchObject({ id: 1, result: { text: expect.stringContaining('kind: ') } });
      expect(answer).toEqual(await render(thisPlatform, []));
    });
  },
);
