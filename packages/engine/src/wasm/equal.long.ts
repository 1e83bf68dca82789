import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import type { JsonObject } from '@helm-charts/types';
import { beforeAll, expect, test } from 'vitest';
import type { Backend, Outcome } from '../backend.ts';
import { buildWebAssembly } from '../build/wasm.ts';
import { openBackend } from '../choose.ts';
import { defaultLimits } from '../limits.ts';
import { openWebAssembly } from './backend.ts';

const root = join(import.meta.dirname, '../../../..');
/** For a machine that does much else; the limits have tests of their own. */
const limits = { ...defaultLimits, timeout: 600_000 };

let module: string;
beforeAll(async () => {
  module = await buildWebAssembly();
}, 1_200_000);

/** What a request says with the native engine and with WebAssembly. */
const both = async <T>(ask: (backend: Backend) => Promise<T>, workspaceRoot = root) => {
  const settings = { workspaceRoot, signal: undefined, limits };
  const wasm = openWebAssembly(module, settings);
  const native = await openBackend('native', settings);
  return { wasm: await ask(wasm), native: await ask(native) };
};

const release = {
  name: 'one',
  namespace: 'msp',
  helm: '4.2.3',
  kubeVersion: '1.36.3',
  apis: undefined,
  apiVersions: [],
  objects: undefined,
  isUpgrade: false,
  skipSchema: false,
  seed: 0,
};

const charts = readdirSync(join(root, 'charts'));

test.each(charts)(
  'every scenario of %s has the same bytes',
  async (name) => {
    const chart = join(root, 'charts', name);
    const { scenarios } = (await import(
      pathToFileURL(join(chart, 'src/scenarios.ts')).href
    )) as Scenarios;
    const { wasm, native } = await both((backend) =>
      Promise.all(
        Object.values(scenarios).map((values) => backend.render({ ...release, chart, values })),
      ),
    );
    expect(wasm).toEqual(native);
    expect(native.some(({ text }) => text !== undefined)).toBe(true);
  },
  1_200_000,
);

interface Scenarios {
  readonly scenarios: Readonly<Record<string, JsonObject>>;
}

test('every directory of the profiles is built to the same bytes', async () => {
  const directories = readdirSync(join(root, 'flux-profiles'), {
    recursive: true,
    encoding: 'utf8',
  })
    .map((path) => join(root, 'flux-profiles', path))
    .filter((path) => existsSync(join(path, 'kustomization.yaml')));
  expect(directories.length).toBeGreaterThan(10);
  const file = 'kustomization.yaml';
  // kustomize prints the address of a generator in one of its messages.
  const withoutAddress = (outcomes: readonly Outcome[]) =>
    outcomes.map((one) => ({ ...one, error: one.error.replace(/0x[0-9a-f]+/g, '0x') }));
  const { wasm, native } = await both((backend) =>
    Promise.all(
      directories.map((directory) => {
        const text = readFileSync(join(directory, file), 'utf8');
        return backend.build({ directory, file, text, inputs: [] });
      }),
    ),
  );
  expect(withoutAddress(wasm)).toEqual(withoutAddress(native));
}, 1_200_000);

test('a ResourceSet makes the same objects', async () => {
  const set = {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'ResourceSet',
    name: 'fleet',
    namespace: 'apps',
    inputs: [{ name: 'A & b' }],
  };
  const template = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: << slugify inputs.name >>}\n';
  const { wasm, native } = await both((backend) =>
    Promise.all(
      [template, '<< inputs.none >>'].map((text) =>
        backend.expand?.({
          providers: [set],
          hasProviders: false,
          steps: [{ name: '', resources: [], template: text }],
        }),
      ),
    ),
  );
  expect(wasm).toEqual(native);
  expect(native[0]?.text).toContain('name: a-and-b');
}, 1_200_000);

test('what is wrong is said in the same words', async () => {
  const workspaceRoot = await workspace({
    ...tinyChart,
    'charts/broken/Chart.yaml': 'apiVersion: v2\nname: broken\nversion: 0.1.0\n',
    'charts/broken/templates/x.yaml': 'a: {{ .Values.b.c }}\n',
    'charts/link/Chart.yaml': 'apiVersion: v2\nname: link\nversion: 0.1.0\n',
    'charts/none/values.yaml': '',
    'secret.txt': 'secret',
  });
  await symlink(join(workspaceRoot, 'secret.txt'), join(workspaceRoot, 'charts/link/a.txt'));
  const { wasm, native } = await both(
    (backend) =>
      Promise.all([
        ...['tiny', 'broken', 'link', 'none', 'nowhere'].map((name) =>
          backend.render({ ...release, chart: join(workspaceRoot, 'charts', name), values: {} }),
        ),
        backend.build({
          directory: workspaceRoot,
          file: 'kustomization.yaml',
          text: 'resources: [nowhere.yaml]\n',
          inputs: [],
        }),
        backend.transform({
          kustomizations: ['resources: [all.yaml]\nnamePrefix: a-\n'],
          file: 'all.yaml',
          resources: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n',
        }),
      ]),
    workspaceRoot,
  );
  expect(wasm).toEqual(native);
  expect(native.filter(({ text }) => text === undefined)).toHaveLength(5);
}, 1_200_000);

test.each([
  ['time', '{{ range until 30000 }}{{ range until 30000 }}{{ end }}{{ end }}', /did not finish/],
  ['a list', '{{ range until 1000000000 }}{{ end }}', /the memory of its templates exceeds 1 GiB/],
  ['memory', '{{ repeat 1100000000 "a" | len }}', /the memory of its templates exceeds 1 GiB/],
  ['output', 'a: {{ repeat 100000 "a" }}', /the output of its templates exceeds/],
])(
  'the limit on %s ends a release, and the next one is rendered',
  async (_, template, message) => {
    const workspaceRoot = await workspace({
      ...tinyChart,
      'charts/loop/Chart.yaml': 'apiVersion: v2\nname: loop\nversion: 0.1.0\n',
      'charts/loop/templates/x.yaml': template,
    });
    const limits = { ...defaultLimits, timeout: 20_000, maxOutput: 50_000 };
    const { render } = openWebAssembly(module, { workspaceRoot, signal: undefined, limits });
    const chart = (name: string) => ({
      ...release,
      chart: join(workspaceRoot, 'charts', name),
      values: {},
    });
    await expect(render(chart('loop'))).rejects.toThrow(message);
    expect((await render(chart('tiny'))).text).toContain('kind: ConfigMap');
  },
  1_200_000,
);
