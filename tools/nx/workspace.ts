import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { commit, copyWorkspace } from '../release/copy.ts';

/** A copy of this repository with other charts and profiles. It is removed at the end. */
export interface Workspace extends Disposable {
  readonly directory: string;
  /** The program of Nx. */
  readonly nx: string;
}

/**
 * Makes a workspace of small charts, `chart-0` and so on, and of profiles, `profile-0` and so on, which share the charts evenly. All is
 * committed, and nothing is generated.
 */
export const makeWorkspace = (charts: number, profiles: number): Workspace => {
  const directory = copyWorkspace();
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  // What this repository builds is not in Git.
  for (const path of ['engine/dist/native', 'kubeconform-wasm/dist']) {
    mkdirSync(dirname(join(directory, 'packages', path)), { recursive: true });
    symlinkSync(
      resolve(import.meta.dirname, '../../packages', path),
      join(directory, 'packages', path),
    );
  }
  for (const folder of ['charts', 'flux-profiles', 'helm-charts.config.ts'])
    rmSync(join(directory, folder), { recursive: true });
  for (let index = 0; index < charts; index += 1) {
    const name = `chart-${index}`;
    write(`charts/${name}/src/package.json`, manifest(name, './chart.ts', []));
    write(`charts/${name}/src/chart.ts`, chart(name));
    const modules = join(directory, 'node_modules/@helm-charts');
    symlinkSync(`../../charts/${name}/src`, join(modules, name));
  }
  const each = charts / profiles;
  for (let index = 0; index < profiles; index += 1) {
    const name = `profile-${index}`;
    const own = Array.from({ length: each }, (_, at) => index * each + at);
    const needs = own.map((at) => `@helm-charts/chart-${at}`);
    write(`flux-profiles/${name}/src/package.json`, manifest(name, './profile.ts', needs));
    write(`flux-profiles/${name}/src/profile.ts`, profile(name, own));
  }
  const nx = join(directory, 'node_modules/nx/dist/bin/nx.js');
  commit(directory, 'charts and profiles');
  return {
    directory,
    nx,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
};

/** A second checkout in another folder, without caches and without what was rendered. It is removed at the end. */
export const checkout = (directory: string): Disposable & { readonly directory: string } => {
  const copy = mkdtempSync(join(tmpdir(), 'checkout-'));
  cpSync(directory, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.nx', 'dist', 'node_modules/.cache'])
    rmSync(join(copy, name), { recursive: true, force: true });
  return { directory: copy, [Symbol.dispose]: () => rmSync(copy, { recursive: true }) };
};

/** The source of a chart with one ConfigMap. */
export const chart = (name: string, version = '1.0.0'): string => `import {
  component, defineChart, manifest, names, object, string, text,
} from '@helm-charts/types';

const settings = component('settings');

export const chart = defineChart({
  name: '${name}',
  description: 'A greeting.',
  version: '${version}',
  appVersion: '1.0.0',
  values: object('Settings of the greeter.', {
    greeting: string('Text of the greeting.', { default: 'hello' }),
  }),
  scenarios: { default: {} },
  manifests: (v) => ({
    configmap: manifest('ConfigMap', settings, { data: { greeting: v.greeting } }),
  }),
  notes: () => text\`Read the greeting: kubectl get configmap \${names.fullname} --output yaml\`,
});
`;

const profile = (name: string, charts: readonly number[]): string => {
  const imports = charts.map(
    (at) => `import { chart as chart${at} } from '@helm-charts/chart-${at}';`,
  );
  const releases = charts.map(
    (at) => `    'chart-${at}': install(chart${at}, { timeout: '5m', values: {} }),`,
  );
  return `${imports.join('\n')}
import { defineProfile, gitRepository, install } from '@helm-charts/types';

export const profile = defineProfile({
  name: '${name}',
  version: '1.0.0',
  source: gitRepository('repository', {
    url: 'https://git.example.com/repository.git', interval: '5m', ref: { branch: 'main' },
  }),
  releaseNamespace: 'flux-system',
  targetNamespace: 'apps',
  releases: {
${releases.join('\n')}
  },
});
`;
};

const manifest = (name: string, main: string, needs: readonly string[]): string =>
  JSON.stringify({
    name: `@helm-charts/${name}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    exports: { '.': main },
    dependencies: Object.fromEntries(
      [...needs, '@helm-charts/types'].map((dependency) => [dependency, '*']),
    ),
  });
