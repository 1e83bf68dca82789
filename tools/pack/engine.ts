import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { placeProgram } from '../../packages/engine/src/build/program.ts';
import {
  type Platform,
  packageOf,
  platforms,
  programOf,
} from '../../packages/engine/src/native/platform.ts';
import { workspace } from '../go/files.ts';
import { findGo, goMissing } from '../go/toolchain.ts';
import { thirdParty } from './third-party.ts';

const project = join(workspace, 'packages/engine');

/** The folder of the packages that are published of packages/engine: a folder for each. */
const packages = join(project, 'dist/npm');

/** What this program reads and writes of a package.json. */
interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly engines: object;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/**
 * Makes the packages of the engine: one with the native program for each platform, and one with the JavaScript in
 * `compiled`, which has those as optional dependencies, so that npm installs that of its platform (`os`, `cpu`).
 * @throws {Failure} With exit code 3 without Go.
 */
export const packEngine = async (compiled: string): Promise<void> => {
  rmSync(packages, { recursive: true, force: true });
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Manifest;
  for (const platform of platforms) await packProgram(platform, manifest);
  const target = folderOf('@helm-charts/engine');
  cpSync(compiled, join(target, 'dist'), { recursive: true });
  for (const file of ['README.md', '../../LICENSE']) copy(join(project, file), target);
  const programs = platforms.map((platform) => [packageOf(platform), manifest.version]);
  writeManifest(target, {
    ...manifest,
    optionalDependencies: { ...manifest.optionalDependencies, ...Object.fromEntries(programs) },
    publishConfig: { access: 'public' },
    nx: undefined,
  });
};

const packProgram = async (platform: Platform, manifest: Manifest): Promise<void> => {
  const go = await findGo();
  const name = packageOf(platform);
  const target = folderOf(name);
  if (go === undefined || (await placeProgram(platform, target)) === undefined) {
    const finding = { rule: 'environment', severity: 'error', input: name } as const;
    throw new Failure(3, [{ ...finding, message: goMissing }]);
  }
  copy(join(workspace, 'LICENSE'), target);
  writeFileSync(join(target, 'THIRD_PARTY.txt'), await thirdParty(go, platform));
  writeFileSync(join(target, 'README.md'), readme(platform));
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

const readme = ({ os, cpu }: Platform): string => `# ${packageOf({ os, cpu })}

The native engine of \`@helm-charts/engine\` for ${os} on ${cpu}: the code of Helm and kustomize in one program, which reads requests
from its standard input. npm installs it with \`@helm-charts/engine\`; it has no functions and no commands of its own.
\`THIRD_PARTY.txt\` has the licenses of the code in it.
`;

const folderOf = (name: string): string => {
  const folder = join(packages, name.replace('@helm-charts/', ''));
  mkdirSync(folder, { recursive: true });
  return folder;
};

const copy = (file: string, folder: string): void =>
  cpSync(file, join(folder, file.slice(file.lastIndexOf('/') + 1)));

const writeManifest = (folder: string, manifest: object): void =>
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
