import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultTarget } from '@helm-charts/kubernetes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apiServerProductOf,
  packageOf,
  thisPlatform,
} from '../../packages/engine/src/native/platform.ts';
import { installPage } from '../docs/install.ts';
import { packedPlatforms } from '../pack/packed.ts';
import { publishAll } from './publish.ts';
import { type Registry, startRegistry } from './registry.ts';
import { bundledNode, type Ended, stranger } from './stranger.ts';

let registry: Registry;
let sizes: Readonly<Record<string, number>>;

beforeAll(async () => {
  registry = await startRegistry();
  sizes = await publishAll(registry);
  const lines = Object.entries(sizes).map(([name, size]) => `${name} ${size} bytes`);
  console.log(['Tarballs:', ...lines].join('\n'));
});
afterAll(() => registry[Symbol.asyncDispose]());

/** What people copy from docs/install.md is what is tested. */
const page = installPage();

/** A chart of several files. */
const chart = {
  'src/chart.ts': `import { component, defineChart, file, manifest } from '@helm-charts/types';
import { values } from './values.ts';

const settings = component('settings');

export const chart = defineChart({
  name: 'greeter',
  description: 'A greeting.',
  version: '1.0.0',
  appVersion: '1.0.0',
  values,
  scenarios: { default: {} },
  notes: () => file('NOTES.txt', {}),
  manifests: (v) => ({
    configmap: manifest('ConfigMap', settings, { data: { greeting: v.greeting } }),
  }),
});
`,
  'src/NOTES.txt': 'It greets.\n',
  'src/values.ts': `import { object, string } from '@helm-charts/types';

export const values = object('Settings.', {
  greeting: string('The greeting.', { default: 'hello' }),
});
`,
};

const below = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(chart).map(([name, text]) => [`${folder}/${name}`, text]));

const succeeded = ({ code, output }: Ended): string => {
  expect(code, output).toBe(0);
  return output;
};

test("a WebAssembly module fits into 12 MB, a native engine into 20 MB, the API server's validation into 15 MB, and all packages of ours without programs into 6 MB", () => {
  const {
    '@helm-charts/programs-linux-x64': programs = 0,
    '@helm-charts/engine-wasm': wasm = 0,
    ...rest
  } = sizes;
  expect(wasm).toBeGreaterThan(1_000_000);
  expect(wasm).toBeLessThan(12_000_000);
  expect(sizes['kubeconform-wasm']).toBeLessThan(12_000_000);
  expect(programs).toBeGreaterThan(0);
  const names = packedPlatforms().map(packageOf);
  for (const name of names) {
    expect(sizes[name], name).toBeGreaterThan(1_000_000);
    expect(sizes[name], name).toBeLessThan(20_000_000);
  }
  const isValidator = (name: string) => name.startsWith('@helm-charts/apiserver-');
  for (const [name, size] of Object.entries(rest).filter(([name]) => isValidator(name))) {
    expect(size, name).toBeLessThan(15_000_000);
  }
  const ours = Object.entries(rest).filter(([name]) => !names.includes(name) && !isValidator(name));
  expect(ours.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(6_000_000);
});

test('a repository with one chart, on the Node of this machine and on Node 24', async () => {
  using repository = stranger(registry, { 'src/chart.ts': page.file('src/chart.ts') });
  const { folder, run } = repository;
  succeeded(await run('npm', 'init', '-y'));
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  succeeded(await run('npx', 'helm-charts', 'generate'));
  expect(succeeded(await run('npx', 'helm-charts', 'render'))).toBe(rendered);
  const file = join(folder, 'dist/render/charts/chart/default.yaml');
  expect(readFileSync(file, 'utf8')).toContain('greeting: "hello"');
  if (!existsSync(bundledNode)) return;
  const program = join(folder, 'node_modules/@helm-charts/cli/bin/helm-charts.cjs');
  expect(succeeded(await run(bundledNode, program, 'generate', '--check'))).toContain(
    'as generated',
  );
  expect(succeeded(await run(bundledNode, program, 'render'))).toBe(rendered);
});

const rendered = '.: 1 scenario, 1 manifest, 0 findings\n';

const native = packageOf(thisPlatform);

test('npm installs the native engine of this platform only, which renders', async () => {
  using repository = stranger(registry, { 'src/chart.ts': page.file('src/chart.ts') });
  const { folder, run } = repository;
  succeeded(await run('npm', 'init', '-y'));
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  const packages = readdirSync(join(folder, 'node_modules/@helm-charts'));
  expect(packages.filter((name) => name.startsWith('engine-'))).toEqual([
    native.replace('@helm-charts/', ''),
  ]);
  succeeded(await run('npx', 'helm-charts', 'generate'));
  // Without the programs it is the native engine that renders.
  succeeded(await run('rm', '-r', 'node_modules/@helm-charts/programs-linux-x64'));
  expect(succeeded(await run('npx', 'helm-charts', 'render'))).toBe(rendered);
});

test('the WebAssembly engine renders once its package is installed', async () => {
  using repository = stranger(registry, { 'src/chart.ts': page.file('src/chart.ts') });
  const { folder, run } = repository;
  succeeded(await run('npm', 'init', '-y'));
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  succeeded(await run('npx', 'helm-charts', 'generate'));
  const render = () => run('env', 'HELM_CHARTS_ENGINE=wasm', 'npx', 'helm-charts', 'render');
  const without = await render();
  expect(without.code, without.output).toBe(3);
  expect(without.output).toContain('the WebAssembly engine is not there');
  const [, install] = /install it with npm (i -D \S+\w)/.exec(without.output) ?? [];
  succeeded(await run('npm', ...(install ?? '').split(' ')));
  expect(succeeded(await render())).toBe(rendered);
  const installed = join(folder, 'node_modules/@helm-charts/engine-wasm');
  expect(readFileSync(join(installed, 'THIRD_PARTY.txt'), 'utf8')).toContain('helm.sh/helm/v4');
  expect(readdirSync(installed).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'THIRD_PARTY.txt',
    'engine.wasm',
    'package.json',
  ]);
});

test('without optional packages the engine that is missing is named, and helm renders where it is', async () => {
  using repository = stranger(registry, { 'src/chart.ts': page.file('src/chart.ts') });
  const { run } = repository;
  succeeded(await run('npm', 'init', '-y'));
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  succeeded(await run('npx', 'helm-charts', 'generate'));
  succeeded(await run('npm', 'ci', '--omit=optional'));
  const without = await run('npx', 'helm-charts', 'render');
  expect(without.code, without.output).toBe(3);
  expect(without.output).toContain(
    `${native}: the package with the native engine is not installed`,
  );
  expect(without.output).toContain('helm was not found on this machine');
  succeeded(await run('npm', 'i', '-D', '--omit=optional', '@helm-charts/programs-linux-x64'));
  // The compiler is an optional package, too, so the types are not checked.
  const replaced = await run('npx', 'helm-charts', 'render');
  expect(replaced.output).toContain('helm and kubectl render instead');
  expect(replaced.output).toContain('1 scenario, 1 manifest');
  const named = await run('env', 'HELM_CHARTS_ENGINE=native', 'npx', 'helm-charts', 'render');
  expect(named.code, named.output).toBe(3);
});

test('an Nx workspace of another kind, with charts in a folder of its own', async () => {
  using workspace = stranger(registry, {
    ...below('deploy/greeter'),
    'package.json': '{ "name": "site", "private": true, "type": "module" }\n',
    'nx.json': JSON.stringify({ ...JSON.parse(page.file('nx.json')), analytics: false }),
    'helm-charts.config.ts': page.file('helm-charts.config.ts'),
    'apps/web/project.json':
      '{ "name": "web", "targets": { "build": { "command": "node -v" } } }\n',
    'apps/web/src/chart.ts': 'export const pie = 3;\n',
    '.gitignore': 'node_modules\ndist\n.nx\n',
  });
  const { run } = workspace;
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  succeeded(await run('npm', 'i', '-D', '@helm-charts/check'));
  succeeded(await run('npm', ...page.install('@helm-charts/nx'), 'nx@24.0.6'));
  const git = (...args: readonly string[]) =>
    run('git', '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args);
  succeeded(await git('init', '--quiet', '--initial-branch=main'));
  succeeded(await git('add', '--all'));
  succeeded(await git('commit', '--quiet', '--message', 'start'));
  const output = succeeded(
    await run(
      'npx',
      'nx',
      'affected',
      '-t',
      'render',
      '--output-style=static',
      '--files',
      'deploy/greeter/src/values.ts',
    ),
  );
  expect(output).toContain('deploy/greeter: 1 scenario, 1 manifest, 0 findings');
  const none = succeeded(
    await run(
      'npx',
      'nx',
      'affected',
      '-t',
      'render',
      '--output-style=static',
      '--files',
      'apps/web/src/chart.ts',
    ),
  );
  expect(none).toContain('No tasks were run');
});

test('kubeconform-wasm by itself, from JavaScript', async () => {
  using project = stranger(registry, {
    'package.json': '{ "private": true }\n',
    'validate.mjs': page.file('validate.mjs'),
  });
  succeeded(await project.run('npm', ...page.install('kubeconform-wasm')));
  expect(
    readdirSync(join(project.folder, 'node_modules')).filter((name) => !name.startsWith('.')),
  ).toEqual(['kubeconform-wasm']);
  expect(succeeded(await project.run('node', 'validate.mjs'))).toBe('valid\ninvalid\n');
});

/** Asks what the API server says of a ConfigMap with a wrong name. */
const ask = `import { validateAsApiServer } from '@helm-charts/engine';
const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Web' } };
const document = { manifest, text: JSON.stringify(manifest), source: 'web.yaml' };
const result = await validateAsApiServer([document], { cache: 'cache.json' });
console.log(result.status, result.findings?.[0]?.message ?? result.fix);
`;

test("the API server's validation comes with the engine, and as WebAssembly by its own package", async ({
  skip,
}) => {
  const packed = [
    apiServerProductOf(defaultTarget.kubernetes.name).packageOf(thisPlatform),
    '@helm-charts/apiserver-wasm',
  ];
  const absent = packed.filter((name) => sizes[name] === undefined);
  if (absent.length > 0) {
    const note = `NOT RUN: ${absent.join(' and ')} are not packed, since their programs are not built`;
    console.warn(note);
    return skip(note);
  }
  using repository = stranger(registry, { 'ask.mjs': ask });
  const { run } = repository;
  succeeded(await run('npm', 'init', '-y'));
  succeeded(await run('npm', ...page.install('@helm-charts/cli')));
  const said = 'validated Invalid value: "Web"';
  expect(succeeded(await run('node', 'ask.mjs'))).toContain(said);
  succeeded(await run('rm', '-r', `node_modules/${packed[0]}`));
  const without = succeeded(await run('node', 'ask.mjs'));
  expect(without).toContain(`not-built install it with npm i -D ${packed[0]}`);
  const wasm = () => run('env', 'HELM_CHARTS_ENGINE=wasm', 'node', 'ask.mjs');
  const [, install] = /install it with npm (i -D \S+\w)/.exec(succeeded(await wasm())) ?? [];
  succeeded(await run('npm', ...(install ?? '').split(' ')));
  expect(succeeded(await wasm())).toContain(said);
});
