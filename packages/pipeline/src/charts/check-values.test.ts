import { tinyChart } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from '../testing/profile.ts';

const render = async (spec: string, files: Readonly<Record<string, string>> = {}) => {
  const { findings, profile } = await renderFiles({
    ...tinyChart,
    'profile/release.yaml': helmRelease('one', `${gitChart('charts/tiny')}${spec}`),
    ...files,
  });
  return { findings, installed: profile.installed.length, isWhole: profile.isWhole };
};

test('reports each wrong value of a HelmRelease at its line, without running helm', async () => {
  const spec = `  valuesFrom:
    - {kind: ConfigMap, name: site}
    - {kind: ConfigMap, name: generated, valuesKey: web.yaml}
  values:
    pool:
      sise: 5
`;
  const files = {
    'profile/site.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: site, namespace: system}
data:
  values.yaml: |
    # The site's own.
    pool:
      size: 10
      mode: yes
`,
    'profile/generated/kustomization.yaml': `kind: Kustomization
namespace: system
configMapGenerator:
  - name: generated
    files: [web.yaml]
    options: {disableNameSuffixHash: true}
`,
    'profile/generated/web.yaml': 'pool:\n  mode: sesion\n  hosts:\n    - 1\n',
    'profile/kustomization.yaml': 'resources: [release.yaml, site.yaml, generated]\n',
  };
  expect(await render(spec, files)).toMatchInlineSnapshot(`
    {
      "findings": [
        "error profile/release.yaml:16: HelmRelease system/one: spec.values.pool.sise: the chart has no such value; did you mean size? [values]",
        "error profile/generated/web.yaml:2:3: pool.mode: "sesion" does not fit: the chart needs an integer or "session"; did you mean session? [values]",
        "error profile/generated/web.yaml:4:7: pool.hosts[0]: 1 does not fit: the chart needs a string; put it in quotes: "1". [values]",
      ],
      "installed": 0,
      "isWhole": false,
    }
  `);
});

test('reports a value of a targetPath at the reference', async () => {
  const spec = '  valuesFrom:\n    - {kind: ConfigMap, name: site, targetPath: pool.size}\n';
  const site =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: site, namespace: system}\ndata: {values.yaml: many}\n';
  expect(await render(spec, { 'profile/site.yaml': site })).toMatchInlineSnapshot(`
    {
      "findings": [
        "error profile/release.yaml:12: HelmRelease system/one: spec.valuesFrom[0].targetPath: "many" does not fit: the chart needs an integer; correct it. [values]",
      ],
      "installed": 0,
      "isWhole": false,
    }
  `);
});

test('gives no hint about default values in a HelmRelease', async () => {
  expect(await render('  values: {pool: {size: 20}}\n')).toEqual({
    findings: [],
    installed: 1,
    isWhole: true,
  });
});
