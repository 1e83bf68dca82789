import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultTarget } from '@helm-charts/kubernetes';
import { describe, expect, type TestContext, test } from 'vitest';
import {
  apiServerProductOf,
  engineProduct,
  type Platform,
  type Product,
  thisPlatform,
} from '../../packages/engine/src/native/platform.ts';
import { workspace } from '../go/files.ts';
import { packedPlatforms } from '../pack/packed.ts';
import { ask, pathOn, runnerOf } from './emulator.ts';
import { readExecutable } from './executable.ts';

const folderOf = ({ packageOf }: Product, platform: Platform): string =>
  join(workspace, 'packages/engine/dist/npm', packageOf(platform).replace(/.*\//, ''));

/** Renders a chart of this repository. */
const render = (platform: Platform) => ({
  id: 1,
  render: {
    chart: pathOn(platform, join(workspace, 'charts/pgbouncer')),
    name: 'web',
    namespace: 'shop',
    values: {},
    kubeVersion: '1.36.3',
  },
});

/** Creates a Service whose name the API server refuses. */
const create = () => ({
  id: 1,
  featureGates: '',
  create: {
    objects: [
      { text: 'apiVersion: v1\nkind: Service\nmetadata: {name: Web}\nspec: {ports: [{port: 80}]}' },
    ],
    definitions: [],
  },
});

/** The packages that were packed. The API server's validation may be left out where it was not built. */
const packed = [
  {
    product: engineProduct,
    owners: ['Go standard library', 'helm.sh/helm/v4', 'sigs.k8s.io/kustomize/api'],
    request: render,
    answer: { text: expect.stringContaining('kind: ') },
  },
  {
    product: apiServerProductOf(defaultTarget.kubernetes.name),
    owners: ['Go standard library', 'k8s.io/kubernetes'],
    request: create,
    answer: [{ status: 'invalid', errors: [{ field: 'metadata.name' }] }],
  },
].flatMap((one) =>
  packedPlatforms()
    .map((platform) => ({ ...one, platform, name: one.product.packageOf(platform) }))
    .filter(
      ({ product, platform }) =>
        product === engineProduct || existsSync(folderOf(product, platform)),
    ),
);

/** The command that runs the programs of a platform here; the test is skipped, and says so, without one. */
const runnerFor = (platform: Platform, name: string, { skip }: TestContext): readonly string[] => {
  const runner = runnerOf(platform);
  if (runner !== undefined) return runner;
  const note = `NOT RUN: ${name} was built, but this machine has nothing that runs it`;
  console.warn(note);
  return skip(note);
};

describe.each(packed)('$name', ({ name, product, platform, owners, request, answer }) => {
  const folder = folderOf(product, platform);
  const program = product.programOf(platform);

  test('has a program for its platform, with the licenses of the code in it', () => {
    const { os, cpu, isSigned } = readExecutable(readFileSync(join(folder, program)));
    expect({ os, cpu }).toEqual(platform);
    if (os === 'darwin' && cpu === 'arm64') expect(isSigned).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name,
      os: [os],
      cpu: [cpu],
    });
    const licenses = readFileSync(join(folder, 'THIRD_PARTY.txt'), 'utf8');
    for (const owner of owners) expect(licenses).toContain(owner);
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = listed.match(/"path": "[^"]+"/g)?.map((line) => line.slice(9, -1));
    expect(files?.toSorted()).toEqual(
      ['LICENSE', 'README.md', 'THIRD_PARTY.txt', 'package.json', program].toSorted(),
    );
  });

  test('answers as the program of this machine does', async (context) => {
    const runner = runnerFor(platform, name, context);
    const said = await ask(join(folder, program), runner, request(platform));
    expect(said).toMatchObject({ id: 1, result: answer });
    const own = join(folderOf(product, thisPlatform), product.programOf(thisPlatform));
    expect(said).toEqual(await ask(own, [], request(thisPlatform)));
  });
});
