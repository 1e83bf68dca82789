import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { renderTree } from './testing/profile.ts';

const profile = 'flux-profiles/appliance';

/** A profile whose root applies itself and the releases. */
const tinyProfile = {
  ...tinyChart,
  [`${profile}/kustomization.yaml`]: 'resources: [flux.yaml]\n',
  [`${profile}/flux.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: appliance, namespace: flux-system}
spec:
  path: ./${profile}
  sourceRef: {kind: GitRepository, name: appliance}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: releases, namespace: flux-system}
spec:
  path: ./${profile}/releases
  sourceRef: {kind: GitRepository, name: appliance}
`,
  [`${profile}/releases/kustomization.yaml`]: `namespace: system
resources: [one.yaml]
configMapGenerator:
  - name: one-values
    files: [values.yaml]
configurations: [names.yaml]
`,
  [`${profile}/releases/names.yaml`]: `nameReference:
  - kind: ConfigMap
    version: v1
    fieldSpecs:
      - path: spec/valuesFrom/name
        kind: HelmRelease
`,
  [`${profile}/releases/values.yaml`]: 'pool:\n  size: 7\n',
  [`${profile}/releases/one.yaml`]: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: one}
spec:
  targetNamespace: msp
  releaseName: tiny
  chart:
    spec:
      chart: ./charts/tiny
      sourceRef: {kind: GitRepository, name: appliance, namespace: flux-system}
  valuesFrom:
    - {kind: ConfigMap, name: one-values}
    - {kind: ConfigMap, name: site-values, optional: true}
`,
};

const render = async (files: Readonly<Record<string, string>>) => {
  const workspaceRoot = await workspace(files);
  const out = join(workspaceRoot, 'dist/render/appliance');
  const result = await renderTree(workspaceRoot, out, profile);
  const written = (await readdir(out)).filter((name) => name.endsWith('.yaml'));
  const read = (file: string) => readFile(join(out, file), 'utf8');
  return { ...result, written: written.sort(), read };
};

test('renders each release with its name, namespace and values in Flux', async () => {
  const { findings, isWhole, built, written, read } = await render(tinyProfile);
  expect([findings, isWhole]).toEqual([[], true]);
  expect(written).toEqual(['flux.yaml', 'tiny.yaml']);
  expect(await read('tiny.yaml')).toMatchInlineSnapshot(`
    "---
    # Source: charts/tiny/templates/config.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: tiny
      namespace: msp
      labels:
        helm.toolkit.fluxcd.io/name: one
        helm.toolkit.fluxcd.io/namespace: system
    data:
      size: "7"
      kubernetes: v1.36.3
    "
  `);
  expect(built.layers.map(({ path, appliedBy }) => ({ path, appliedBy }))).toMatchInlineSnapshot(`
    [
      {
        "appliedBy": "flux-system/appliance",
        "path": "flux-profiles/appliance",
      },
      {
        "appliedBy": "flux-system/releases",
        "path": "flux-profiles/appliance/releases",
      },
    ]
  `);
  expect(await read('flux.yaml')).toMatch(
    /^---\n# Source: flux-profiles\/appliance\/flux.yaml:1, applied by Kustomization flux-system\/appliance\n/,
  );
});

test('removes the file of a removed release', async () => {
  const stale = { 'dist/render/appliance/gone.yaml': 'old' };
  expect((await render({ ...tinyProfile, ...stale })).written).toEqual(['flux.yaml', 'tiny.yaml']);
});

test('writes no file for a release with wrong values, and writes those of the others', async () => {
  const second = tinyProfile[`${profile}/releases/one.yaml`]?.replaceAll(
    'name: one}',
    'name: two}',
  );
  const { findings, isWhole, written } = await render({
    ...tinyProfile,
    [`${profile}/releases/kustomization.yaml`]: `namespace: system
resources: [one.yaml, two.yaml]
configMapGenerator:
  - name: one-values
    files: [values.yaml]
generatorOptions: {disableNameSuffixHash: true}
`,
    [`${profile}/releases/two.yaml`]: `${second?.replace('releaseName: tiny', 'releaseName: broken')}
  values: {pool: {size: many}}
`,
  });
  expect(written).toEqual(['flux.yaml', 'tiny.yaml']);
  expect(isWhole).toBe(false);
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error flux-profiles/appliance/releases/two.yaml:15: HelmRelease system/two: spec.values.pool.size: "many" does not fit: the chart needs an integer; correct it. [values]",
    ]
  `);
});

test('reports a release that is not rendered', async () => {
  const { findings, installed } = await render({
    ...tinyProfile,
    [`${profile}/releases/one.yaml`]: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: one}
spec:
  chart:
    spec:
      chart: temporal
      sourceRef: {kind: HelmRepository, name: temporal}
`,
  });
  expect(installed).toEqual([]);
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error flux-profiles/appliance/releases/one.yaml:8: HelmRelease system/one: spec.chart.spec.sourceRef: the profile has no HelmRepository system/temporal, the source of its chart, so Flux cannot install the release; add it. [chart]",
    ]
  `);
});

test('releases with the same name in two namespaces have separate files', async () => {
  const second = tinyProfile[`${profile}/releases/one.yaml`]
    ?.replaceAll('name: one}', 'name: two}')
    .replace('targetNamespace: msp', 'targetNamespace: lab');
  const { written } = await render({
    ...tinyProfile,
    [`${profile}/releases/one.yaml`]: `${tinyProfile[`${profile}/releases/one.yaml`]}---\n${second}`,
  });
  expect(written).toEqual(['flux.yaml', 'lab.tiny.yaml', 'msp.tiny.yaml']);
});

test('a release with the name flux does not overwrite flux.yaml', async () => {
  const { written } = await render({
    ...tinyProfile,
    [`${profile}/releases/one.yaml`]: `${tinyProfile[`${profile}/releases/one.yaml`]?.replace('releaseName: tiny', 'releaseName: flux')}`,
  });
  expect(written).toEqual(['flux.yaml', 'msp.flux.yaml']);
});
