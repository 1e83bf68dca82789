import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from './fixture-profile.ts';

const kustomization = (name: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  path: ./${name}
  sourceRef: {kind: GitRepository, name: appliance}
${more}`;

const object = (kind: string, name: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: system}\n${more}`;

const bomb = ['a', 'b', 'c', 'd'].map((name, index, names) => {
  const item = index === 0 ? '1' : `*${names[index - 1]}`;
  return `  ${name}: &${name} [${Array(11).fill(item).join(', ')}]\n`;
});

test('everything that is wrong with a profile is said in one run, at the file and line', async () => {
  const chart = gitChart('charts/tiny');
  const { findings } = await renderFiles({
    'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
    'charts.lock.json': `{"charts": [{"source": "https://charts.invalid", "name": "other", "version": "1.0.0", "digest": "sha256:${'a'.repeat(64)}"}]}`,
    'profile/flux.yaml': [
      kustomization('releases'),
      kustomization('variables', '  postBuild: {substitute: {SET: a}}\n'),
      ...['twice', 'bomb', 'outside', 'remote'].map((name) => kustomization(name)),
    ].join('---\n'),
    'releases/cycle.yaml': [
      helmRelease('a', `${chart}  dependsOn:\n    - name: b\n`),
      helmRelease('b', `${chart}  dependsOn:\n    - name: a\n`),
    ].join('---\n'),
    'releases/nowhere.yaml': helmRelease('c', `${chart}  dependsOn:\n    - name: none\n`),
    'releases/key.yaml': helmRelease(
      'd',
      `${chart}  valuesFrom:\n    - kind: ConfigMap\n      name: values\n      valuesKey: none\n`,
    ),
    'releases/values.yaml': object('ConfigMap', 'values', 'data: {values.yaml: ""}\n'),
    'releases/version.yaml': helmRelease(
      'e',
      '  chart:\n    spec:\n      chart: other\n      version: 2.0.0\n      sourceRef: {kind: HelmRepository, name: charts}\n',
    ),
    'releases/repository.yaml': object(
      'HelmRepository',
      'charts',
      'spec: {url: "https://charts.invalid"}\n',
    ).replace('v1', 'source.toolkit.fluxcd.io/v1'),
    'releases/secret.yaml': object('Secret', 'plain', 'stringData: {password: x}\n'),
    'variables/config.yaml': object('ConfigMap', 'x', `data:\n  a: \${SET}\n  b: \${UNSET}\n`),
    'twice/a.yaml': object('ConfigMap', 'same'),
    'twice/b.yaml': object('ConfigMap', 'same'),
    'bomb/bomb.yaml': object('ConfigMap', 'bomb', `data:\n${bomb.join('')}`),
    'outside/kustomization.yaml': 'resources:\n  - ../../outside.yaml\n',
    'remote/kustomization.yaml': 'resources:\n  - https://example.invalid/base?ref=v1\n',
  });
  expect(findings.toSorted()).toMatchInlineSnapshot(`
    [
      "error bomb/bomb.yaml:1: its aliases multiply to more than a document may hold; write the values out. [kustomize]",
      "error outside/kustomization.yaml:2: ../../outside.yaml lies outside the repository, and Flux refuses that; copy it in. [outside]",
      "error releases/cycle.yaml:12: HelmRelease system/a waits for HelmRelease system/b waits for HelmRelease system/a, so none of them is ever installed; take one of these dependencies out. [cycle]",
      "error releases/key.yaml:14: valuesFrom needs what isn't there: ConfigMap system/values has no key none. Add it, or make the reference optional. [values-from]",
      "error releases/nowhere.yaml:12: HelmRelease system/c depends on HelmRelease system/none, and nothing installs that, so Flux would wait for ever; add it, or take the dependency out. [depends-on]",
      "error releases/secret.yaml:1: Secret system/plain is in the repository for everybody to read; create it outside of Git, or encrypt it. [secret]",
      "error releases/version.yaml:10: HelmRelease system/e: the lock has no chart other 2.0.0 of https://charts.invalid, only 1.0.0; lock it, or ask for one of these. [chart]",
      "error remote/kustomization.yaml:2: https://example.invalid/base?ref=v1 isn't in the repository, and builds use no network; copy it in. [remote]",
      "error twice/b.yaml:1: ConfigMap same is already in twice/a.yaml:1; rename or remove one. [duplicate]",
      "error variables/config.yaml:6: ConfigMap system/x needs the variable UNSET, which Kustomization flux-system/variables does not set; set it in spec.postBuild, give it a default with \${UNSET:=…}, or write $\${UNSET} for the text itself. [substitution]",
    ]
  `);
});
