import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from './testing/profile.ts';

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
      "error bomb/bomb.yaml:1:1: its aliases multiply to more than a document may hold; write the values out. [yaml]",
      "error outside/kustomization.yaml:2: ../../outside.yaml lies outside the repository, and Flux refuses that; copy it in. [outside]",
      "error releases/cycle.yaml:12: HelmRelease system/a: spec.dependsOn[0].name: HelmRelease system/a waits for HelmRelease system/b waits for HelmRelease system/a, so none of them is ever installed; take one of these dependencies out. [dependency-cycle]",
      "error releases/key.yaml:14: HelmRelease system/d: spec.valuesFrom[0].valuesKey: ConfigMap system/values has no key none, which valuesFrom needs; add it, or make the reference optional. [values-from]",
      "error releases/nowhere.yaml:12: HelmRelease system/c: spec.dependsOn[0].name: it depends on HelmRelease system/none, and nothing installs that, so Flux would wait for ever; add it, or take the dependency out. [dependency-missing]",
      "error releases/secret.yaml:1: Secret system/plain: it is committed to Git in plain text; create it outside of Git, or encrypt it. [secret-in-git]",
      "error releases/version.yaml:10: HelmRelease system/e: spec.chart.spec.version: the lock has no chart other 2.0.0 of https://charts.invalid, only 1.0.0; lock it, or ask for one of these. [chart]",
      "error remote/kustomization.yaml:2: https://example.invalid/base?ref=v1 isn't in the repository, and builds use no network; copy it in. [remote]",
      "error twice/b.yaml:1: ConfigMap system/same: it is already in twice/a.yaml:1; rename or remove one. [duplicate]",
      "error variables/config.yaml:6: ConfigMap system/x: it needs the variable UNSET, which Kustomization flux-system/variables does not set; set it in spec.postBuild, give it a default with \${UNSET:=…}, or write $\${UNSET} for the text itself. [substitution]",
    ]
  `);
});

/** A ConfigMap, beside a kustomization that names it if `isNamed`. */
const directory = (name: string, text: string, isNamed: boolean) => ({
  [`${name}/a.yaml`]: text,
  ...(isNamed && { [`${name}/kustomization.yaml`]: 'resources: [a.yaml]\n' }),
});

test.each([
  { isNamed: true, how: 'names its files' },
  { isNamed: false, how: 'is made of all files' },
])('no file hangs or stops a run, whether the kustomization $how', async ({ isNamed }) => {
  const names = ['itself', 'bytes', 'huge', 'tabs', 'keys', 'link', 'pipe', 'folder', 'fine'];
  const text = object('ConfigMap', 'x');
  const { findings, profile } = await renderFiles(
    {
      'profile/flux.yaml': names.map((name) => kustomization(name)).join('---\n'),
      ...directory('itself', object('ConfigMap', 'x', 'data: &a\n  x: *a\n'), isNamed),
      ...directory('bytes', text, isNamed),
      ...directory('huge', text, isNamed),
      ...directory('tabs', object('ConfigMap', 'x', 'data:\n\ta: b\n'), isNamed),
      ...directory('keys', object('ConfigMap', 'x', 'data:\n  a: b\n  a: c\n'), isNamed),
      'link/kustomization.yaml': 'resources: [a.yaml, below/b.yaml]\n',
      'pipe/kustomization.yaml': 'resources: [a.yaml]\n',
      'folder/kustomization.yaml': 'resources: [a.yaml]\n',
      ...directory('fine', `\ufeff${text.replaceAll('\n', '\r\n')}`, isNamed),
      'elsewhere/b.yaml': text,
    },
    async (root) => {
      await writeFile(
        join(root, 'bytes/a.yaml'),
        Buffer.from(`${text}data: {a: "\xff"}\n`, 'latin1'),
      );
      await truncate(join(root, 'huge/a.yaml'), 3 * 1024 ** 3);
      await symlink('/etc/hostname', join(root, 'link/a.yaml'));
      await symlink('../elsewhere', join(root, 'link/below'));
      await symlink('.', join(root, 'fine/again'));
      execFileSync('mkfifo', [join(root, 'pipe/a.yaml')]);
      await mkdir(join(root, 'folder/a.yaml'));
    },
  );
  const fine = profile.built.layers.find(({ path }) => path === 'fine');
  expect(fine?.documents.map(({ manifest }) => manifest.metadata.name)).toEqual(['x']);
  expect(
    findings.filter((finding) => !finding.startsWith('warning fine/')).toSorted(),
  ).toMatchInlineSnapshot(`
    [
      "error bytes/a.yaml:4: this is no text in UTF-8; save it as such. [yaml]",
      "error folder/kustomization.yaml:1: the directory folder/a.yaml has no kustomization.yaml; add one. [kustomize]",
      "error huge/a.yaml:1: it has 3072 MiB, and no file of objects is larger than 20; take large data out of it. [yaml]",
      "error itself/a.yaml:5:6: anchor &a refers to itself; write the values out. [yaml]",
      "error keys/a.yaml:6:3: this key is there twice, and only one of them would count; remove one. [yaml]",
      "error link/kustomization.yaml:1: link/a.yaml is no plain file or lies behind a link, and Flux takes neither out of a repository; put the file there. [kustomize]",
      "error link/kustomization.yaml:1: link/below/b.yaml is no plain file or lies behind a link, and Flux takes neither out of a repository; put the file there. [kustomize]",
      "error pipe/kustomization.yaml:1: pipe/a.yaml is no plain file or lies behind a link, and Flux takes neither out of a repository; put the file there. [kustomize]",
      "error tabs/a.yaml:5:1: spaces indent YAML, and here is a tab; replace it. [yaml]",
    ]
  `);
});
