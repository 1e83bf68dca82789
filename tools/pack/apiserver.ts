import { existsSync } from 'node:fs';
import {
  apiServerPackage,
  placeApiServer,
} from '../../packages/engine/src/build/apiserver/native.ts';
import {
  apiServerDirectory,
  apiServerVersions,
  defaultKubernetes,
  keptApiServer,
  modulesEnvironment,
} from '../../packages/engine/src/build/apiserver/sources.ts';
import {
  apiServerWasmPackage,
  buildApiServerModule,
} from '../../packages/engine/src/build/apiserver/wasm.ts';
import { goEnvironment } from '../../packages/engine/src/build/compile.ts';
import { apiServerProductOf, type Platform } from '../../packages/engine/src/native/platform.ts';
import { apiServerWasm, builtApiServerModule } from '../../packages/engine/src/wasm/module.ts';
import { wasmEnvironment } from '../wasm/compile.ts';
import { copy, folderOf, goFor, type Manifest, placeTexts, writeManifest } from './package.ts';
import { packedPlatforms } from './packed.ts';
import { thirdParty } from './third-party.ts';

/**
 * Makes the packages with the API server's validation: one for each platform and version of Kubernetes, and one with the
 * WebAssembly module; returns the names of those for platforms that have the default version. Where PACK_PLATFORMS is set, only those are made whose programs are built already,
 * since each takes a minute or more; the others are said.
 * @throws {Failure} With exit code 3 without Go or wizer.
 */
export const packApiServer = async (manifest: Manifest): Promise<readonly string[]> => {
  const names: string[] = [];
  for (const platform of packedPlatforms()) {
    for (const kubernetes of apiServerVersions()) {
      const name = apiServerProductOf(kubernetes).packageOf(platform);
      if (isLeftOut(name, await keptApiServer(platform, kubernetes))) continue;
      await packProgram(platform, kubernetes, manifest);
      if (kubernetes === defaultKubernetes) names.push(name);
    }
  }
  if (!isLeftOut(apiServerWasm.name, builtApiServerModule)) await packModule(manifest);
  return names;
};

const isLeftOut = (name: string, built: string): boolean => {
  const isOut = process.env.PACK_PLATFORMS !== undefined && !existsSync(built);
  if (isOut) console.log(`${name} is not packed, since its program is not built`);
  return isOut;
};

const packProgram = async (
  platform: Platform,
  kubernetes: string,
  manifest: Manifest,
): Promise<void> => {
  const { packageOf, programOf } = apiServerProductOf(kubernetes);
  const name = packageOf(platform);
  const go = await goFor(name);
  const target = folderOf(name);
  await placeApiServer(platform, kubernetes, target);
  const program = {
    name: 'helm-charts-apiserver',
    path: apiServerPackage,
    environment: { ...goEnvironment(platform), ...modulesEnvironment(kubernetes) },
    directory: apiServerDirectory,
  };
  placeTexts(target, readme(name, kubernetes), await thirdParty(go, program));
  const { os, cpu } = platform;
  const { version, license, engines } = manifest;
  writeManifest(target, {
    name,
    version,
    description: `The validation of the API server of Kubernetes ${kubernetes} for @helm-charts/engine, for ${os} on ${cpu}.`,
    license,
    engines,
    os: [os],
    cpu: [cpu],
    files: [programOf(platform), 'THIRD_PARTY.txt'],
    publishConfig: { access: 'public' },
    // Yarn would run it from an archive otherwise.
    preferUnplugged: true,
  });
};

const packModule = async ({ version, license, engines }: Manifest): Promise<void> => {
  const { name, file } = apiServerWasm;
  const go = await goFor(name);
  const target = folderOf(name);
  copy(await buildApiServerModule(), target);
  const program = {
    name: file,
    path: apiServerWasmPackage,
    environment: wasmEnvironment,
    directory: apiServerDirectory,
  };
  placeTexts(target, wasmReadme, await thirdParty(go, program));
  writeManifest(target, {
    name,
    version,
    description: "The API server's validation for @helm-charts/engine, as WebAssembly.",
    license,
    engines,
    exports: { [`./${file}`]: `./${file}`, './package.json': './package.json' },
    files: [file, 'THIRD_PARTY.txt'],
    publishConfig: { access: 'public' },
  });
};

const readme = (name: string, kubernetes: string): string => `# ${name}

The code of Kubernetes ${kubernetes} that decides whether the API server accepts an object, in a program without a server. ${
  kubernetes === defaultKubernetes
    ? `\`@helm-charts/engine\` installs it as an
optional dependency and starts it;`
    : `Install it with the same version as
\`@helm-charts/engine\`, which starts it for the target \`kubernetes=${kubernetes}\`;`
} it has no functions and no commands of its own. \`THIRD_PARTY.txt\` has the licenses of the code that it is made of.
`;

const wasmReadme = `# @helm-charts/apiserver-wasm

The code of Kubernetes ${defaultKubernetes} that decides whether the API server accepts an object, as WebAssembly: for platforms without a program of \`@helm-charts/engine\`, and
for its engine \`wasm\`. Install it with the same version as \`@helm-charts/engine\`, which finds it.

\`\`\`sh
npm i -D @helm-charts/apiserver-wasm
\`\`\`

\`THIRD_PARTY.txt\` has the licenses of the code that it is made of.
`;
