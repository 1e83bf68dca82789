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

test('reports all problems of a profile in one run, with file and line', async () => {
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
      "error bomb/bomb.yaml:1:1: its nested aliases expand to too many nodes, so the parser stops; write out the values instead of aliases. [yaml]",
      "error outside/kustomization.yaml:2: ../../outside.yaml is outside the repository, so Flux rejects the kustomization; copy it into the repository. [outside]",
      "error releases/cycle.yaml:12: HelmRelease system/a: spec.dependsOn[0].name: HelmRelease system/a waits for HelmRelease system/b waits for HelmRelease system/a, so Flux installs none of them; remove one of these dependencies. [dependency-cycle]",
      "error releases/key.yaml:14: HelmRelease system/d: spec.valuesFrom[0].valuesKey: ConfigMap system/values has no key none, which valuesFrom needs, so Flux does not install the release; add it, or set optional: true. [values-from]",
      "error releases/nowhere.yaml:12: HelmRelease system/c: spec.dependsOn[0].name: it depends on HelmRelease system/none, which the profile does not have, so Flux waits forever; add it, or remove the dependency. [dependency-missing]",
      "error releases/secret.yaml:1: Secret system/plain: the Secret is committed to Git in plain text, so everyone with access to the repository can read it; delete it and create it outside of Git, or encrypt it with SOPS. [secret-in-git]",
      "error releases/version.yaml:10: HelmRelease system/e: spec.chart.spec.version: the lock file does not contain other 2.0.0 of https://charts.invalid, only 1.0.0, so the release cannot be rendered; run helm-charts fetch, or change the version to one of these. [chart]",
      "error remote/kustomization.yaml:2: https://example.invalid/base?ref=v1 is not in the repository, and builds here do not use the network; copy it into the repository. [remote]",
      "error twice/b.yaml:1: ConfigMap system/same: the object is also in twice/a.yaml:1, so the build fails; rename or remove one. [duplicate]",
      "error variables/config.yaml:6: ConfigMap system/x: the variable UNSET is not set by Kustomization flux-system/variables, so Flux does not apply the object; set it in spec.postBuild, give it a default with \${UNSET:=…}, or write $\${UNSET} for the literal text. [substitution]",
    ]
  `);
});

/** A ConfigMap, with a kustomization that lists it if `isNamed`. */
const directory = (name: string, text: string, isNamed: boolean) => ({
  [`${name}/a.yaml`]: text,
  ...(isNamed && { [`${name}/kustomization.yaml`]: 'resources: [a.yaml]\n' }),
});

test.each([
  { isNamed: true, how: 'lists its files' },
  { isNamed: false, how: 'is generated from all files' },
])('no file makes a run hang or stop if the kustomization $how', async ({ isNamed }) => {
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
      "error bytes/a.yaml:4: the file is not UTF-8 text; save it as UTF-8. [yaml]",
      "error folder/kustomization.yaml:1: the directory folder/a.yaml has no kustomization.yaml, so kustomize rejects it; add one. [kustomize]",
      "error huge/a.yaml:1: the file has 3072 MiB, but only files of at most 20 MiB are read; remove large data from it. [yaml]",
      "error itself/a.yaml:5:6: anchor &a refers to itself; write out the values instead of aliases. [yaml]",
      "error keys/a.yaml:6:3: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
      "error link/kustomization.yaml:1: link/a.yaml is not a regular file or is behind a symbolic link, so Flux excludes it from the artifact; replace the link with the file. [kustomize]",
      "error link/kustomization.yaml:1: link/below/b.yaml is not a regular file or is behind a symbolic link, so Flux excludes it from the artifact; replace the link with the file. [kustomize]",
      "error pipe/kustomization.yaml:1: pipe/a.yaml is not a regular file or is behind a symbolic link, so Flux excludes it from the artifact; replace the link with the file. [kustomize]",
      "error tabs/a.yaml:5:1: a tab is used for indentation, which YAML does not allow; replace it with spaces. [yaml]",
    ]
  `);
});
