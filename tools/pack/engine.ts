import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goEnvironment, programPackage } from '../../packages/engine/src/build/compile.ts';
import { placeProgram } from '../../packages/engine/src/build/program.ts';
import { buildWebAssembly, wasmPackage } from '../../packages/engine/src/build/wasm.ts';
import { type Platform, packageOf, programOf } from '../../packages/engine/src/native/platform.ts';
import { wasmEnvironment } from '../wasm/compile.ts';
import { packApiServer } from './apiserver.ts';
import {
  copy,
  folderOf,
  goFor,
  type Manifest,
  packages,
  placeTexts,
  project,
  writeManifest,
} from './package.ts';
import { packedPlatforms } from './packed.ts';
import { thirdParty } from './third-party.ts';

/**
 * Makes the packages of the engine: one with the native program for each platform, one with the WebAssembly module, the
 * same for the API server's validation, and one with the JavaScript in `compiled`, which has those for platforms as
 * optional dependencies, so that npm installs those of its platform (`os`, `cpu`). People install WebAssembly modules
 * themselves.
 * @throws {Failure} With exit code 3 without Go or wizer.
 */
export const packEngine = async (compiled: string): Promise<void> => {
  rmSync(packages, { recursive: true, force: true });
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Manifest;
  for (const platform of packedPlatforms()) await packProgram(platform, manifest);
  await packWebAssembly(manifest);
  const validators = await packApiServer(manifest);
  const target = folderOf('@helm-charts/engine');
  cpSync(compiled, join(target, 'dist'), { recursive: true });
  for (const file of ['README.md', '../../LICENSE']) copy(join(project, file), target);
  const programs = [...packedPlatforms().map(packageOf), ...validators];
  const versions = programs.map((name) => [name, manifest.version]);
  writeManifest(target, {
    ...manifest,
    optionalDependencies: { ...manifest.optionalDependencies, ...Object.fromEntries(versions) },
    publishConfig: { access: 'public' },
    nx: undefined,
  });
};

const packProgram = async (platform: Platform, manifest: Manifest): Promise<void> => {
  const name = packageOf(platform);
  const go = await goFor(name);
  const target = folderOf(name);
  await placeProgram(platform, target);
  const program = {
    name: 'helm-charts-engine',
    path: programPackage,
    environment: goEnvironment(platform),
  };
  placeTexts(target, readme(platform), await thirdParty(go, program));
  const { version, license, engines } = manifest;
  writeManifest(target, {
    name,
    version,
    description: `The native engine of @helm-charts/engine for ${platform.os} on ${platform.cpu}.`,
    license,
    engines,
    os: [platform.os],
    cpu: [platform.cpu],
    files: [programOf(platform), 'THIRD_PARTY.txt'],
    publishConfig: { access: 'public' },
    // Yarn would run it from an archive otherwise.
    preferUnplugged: true,
  });
};

/** The WebAssembly module is built if it is older than its sources, which takes minutes. */
const packWebAssembly = async ({ version, license, engines }: Manifest): Promise<void> => {
  const name = '@helm-charts/engine-wasm';
  const go = await goFor(name);
  const target = folderOf(name);
  copy(await buildWebAssembly(), target);
  const program = { name: 'engine.wasm', path: wasmPackage, environment: wasmEnvironment };
  placeTexts(target, wasmReadme, await thirdParty(go, program));
  writeManifest(target, {
    name,
    version,
    description: 'The WebAssembly module of @helm-charts/engine.',
    license,
    engines,
    exports: { './engine.wasm': './engine.wasm', './package.json': './package.json' },
    files: ['engine.wasm', 'THIRD_PARTY.txt'],
    publishConfig: { access: 'public' },
  });
};

const wasmReadme = `# @helm-charts/engine-wasm

The WebAssembly module of \`@helm-charts/engine\`: the code of Helm, kustomize and kubeconform, with the schemas inside. Install it with the same version
as \`@helm-charts/engine\`, which finds it when its engine is \`wasm\`: with the option \`engine\` of \`openEngine\`, or the variable \`HELM_CHARTS_ENGINE\`.

\`\`\`sh
npm i -D @helm-charts/engine-wasm
HELM_CHARTS_ENGINE=wasm npx helm-charts render
\`\`\`

\`THIRD_PARTY.txt\` has the licenses of the code in it.
`;

const readme = ({ os, cpu }: Platform): string => `# ${packageOf({ os, cpu })}

The native engine of \`@helm-charts/engine\` for ${os} on ${cpu}: the code of Helm and kustomize in one program, which reads requests
from its standard input. npm installs it with \`@helm-charts/engine\`; it has no functions and no commands of its own.
\`THIRD_PARTY.txt\` has the licenses of the code in it.
`;
