import { workspace } from '@helm-charts/testing/tiny-chart';
import type { Finding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { type RenderOptions, render } from '../render.ts';
import { printReport, type Report } from '../report.ts';

const kustomization = (name: string, spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 1h, prune: true, path: ./${name}, ${spec}}
`;

const here = 'sourceRef: {kind: GitRepository, name: flux-system}';

const release = (name: string, spec: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}, namespace: shop}
spec: {interval: 1h, ${spec}}
`;

const chart = (name: string, from: string): string =>
  `chart: {spec: {chart: ${name}, sourceRef: {${from}}}}`;

const local = chart(
  './charts/web',
  'kind: GitRepository, name: flux-system, namespace: flux-system',
);

const source = (kind: string, name: string, url: string): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 1h, url: "${url}", ref: {branch: main}}
`;

/** A tree with one example of each reason; each document is a file. */
const files = {
  'helm-charts.config.ts': "export default { inCluster: ['Secret shop/known'] };\n",
  'clusters/one/other.yaml': source('GitRepository', 'other', 'https://git.invalid/other'),
  'clusters/one/seen.yaml': kustomization('seen', here),
  'clusters/one/paused.yaml': kustomization('paused', `suspend: true, ${here}`),
  'clusters/one/elsewhere.yaml': kustomization(
    'elsewhere',
    'sourceRef: {kind: GitRepository, name: other}',
  ),
  'clusters/one/broken.yaml': kustomization('broken', here),
  'clusters/one/bases.yaml': kustomization('bases', here),
  'clusters/one/vars.yaml': kustomization(
    'vars',
    `${here}, postBuild: {substituteFrom: [{kind: Secret, name: elsewhere}]}`,
  ),
  'clusters/one/twice.yaml': kustomization('twice', here).replace('./twice', './seen'),
  'seen/repository.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: shop}
spec: {interval: 1h, url: "https://charts.invalid"}
`,
  'seen/fetched.yaml': release('fetched', chart('db', 'kind: HelmRepository, name: charts')),
  'seen/other.yaml': release(
    'other',
    chart('./x', 'kind: GitRepository, name: other, namespace: flux-system'),
  ),
  'seen/paused.yaml': release('paused', `suspend: true, ${local}`),
  'seen/wrong.yaml': release('wrong', `${local}, values: {fail: true}`),
  'seen/assumed.yaml': release(
    'assumed',
    `${local}, valuesFrom: [{kind: Secret, name: unknown}, {kind: Secret, name: more}]`,
  ),
  'seen/declared.yaml': release('declared', `${local}, valuesFrom: [{kind: Secret, name: known}]`),
  'seen/encrypted.yaml': release('encrypted', `${local}, valuesFrom: [{kind: Secret, name: sops}]`),
  'seen/sops.yaml': `apiVersion: v1
kind: Secret
metadata: {name: sops, namespace: shop}
stringData: {values.yaml: "ENC[AES256_GCM,data:aaaa,type:str]"}
sops: {mac: "ENC[AES256_GCM,data:bbbb,type:str]"}
`,
  'seen/own.yaml':
    'apiVersion: example.com/v1\nkind: Own\nmetadata: {name: own, namespace: shop}\n',
  'seen/set.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: set, namespace: shop}\n',
  'broken/a.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
  'bases/kustomization.yaml': 'resources: ["https://example.com/base?ref=v1"]\n',
  'vars/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {a: "\${A}"}\n`,
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/a.yaml': `{{- if .Values.fail }}{{ fail "no" }}{{ end }}
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
---
apiVersion: example.com/v1
kind: Other
metadata: {name: "{{ .Release.Name }}"}
`,
};

const rendered = async (options: RenderOptions = {}, more: object = {}): Promise<Report> =>
  render({ workspace: await workspace({ ...files, ...more }), root: 'clusters/one' }, options);

const declared = 'HelmRelease shop/declared';

/** Entries as text: `rendered chart: HelmRelease shop/fetched at seen/fetched.yaml:1`. */
const listOf = ({ unseen = [] }: Report): readonly string[] =>
  unseen
    .map(({ what, reason, subject, position }) => {
      const place = [position?.file, position?.line].join(':');
      return `${what} ${reason}: ${subject} at ${place}`;
    })
    .toSorted();

test('everything that a render did not look at is in one list, with its reason and its place', async () => {
  const report = await rendered();
  expect(listOf(report)).toMatchInlineSnapshot(`
    [
      "evaluated encrypted: HelmRelease shop/encrypted at seen/encrypted.yaml:4",
      "evaluated generator: ApplicationSet shop/set at seen/set.yaml:1",
      "evaluated in-cluster: HelmRelease shop/assumed at seen/assumed.yaml:4",
      "evaluated in-cluster: HelmRelease shop/assumed at seen/assumed.yaml:4",
      "evaluated in-cluster: HelmRelease shop/declared at seen/declared.yaml:4",
      "evaluated in-cluster: Kustomization flux-system/vars at clusters/one/vars.yaml:4",
      "rendered chart: HelmRelease shop/fetched at seen/fetched.yaml:4",
      "rendered error: HelmRelease shop/wrong at seen/wrong.yaml:1",
      "rendered error: Kustomization flux-system/broken at clusters/one/broken.yaml:1",
      "rendered remote-base: bases/kustomization.yaml at bases/kustomization.yaml:1",
      "rendered source: HelmRelease shop/other at seen/other.yaml:4",
      "rendered source: Kustomization flux-system/elsewhere at clusters/one/elsewhere.yaml:4",
      "rendered suspended: HelmRelease shop/paused at seen/paused.yaml:4",
      "rendered suspended: Kustomization flux-system/paused at clusters/one/paused.yaml:4",
      "validated schema: ApplicationSet shop/set at seen/set.yaml:1",
      "validated schema: Other assumed at charts/web/templates/a.yaml:7",
      "validated schema: Other declared at charts/web/templates/a.yaml:7",
      "validated schema: Other encrypted at charts/web/templates/a.yaml:7",
      "validated schema: Own shop/own at seen/own.yaml:1",
    ]
  `);
  expect(report.summary).toMatchInlineSnapshot(
    `"clusters/one: 7 releases, 26 manifests, 2 findings, 17 warnings; not rendered: 1 suspended Kustomization and 1 suspended release, 1 remote base (run helm-charts fetch), 1 Kustomization and 1 release from another repository, 1 release whose chart is not available locally (run helm-charts fetch), 1 Kustomization and 1 release with errors; not validated: 5 objects of 3 kinds without a schema (Other, ApplicationSet, Own; run helm-charts schemas add); not evaluated: 1 Kustomization and 2 releases with values that only the cluster has, 1 release with encrypted values, 1 ApplicationSet"`,
  );
  // What the configuration states is counted, and nobody is warned.
  expect(printReport(report)).not.toContain('Secret shop/known');
});

test('with strict each of them is an error at its place, unless the configuration states it', async () => {
  const report = await rendered({ strict: true });
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const { unseen = [] } = report;
  const wanted = unseen.filter(({ reason, subject }) => reason !== 'error' && subject !== declared);
  const placeOf = ({ position }: Pick<Finding, 'position'>) =>
    `${position?.file}:${position?.line}`;
  expect(errors.filter((error) => error.unseen !== undefined).map(placeOf)).toEqual(
    wanted.map(placeOf),
  );
  expect(wanted.map(placeOf).filter((place) => !/:\d+$/.test(place))).toEqual([]);
  expect(report.exitCode).toBe(2);
  expect(printReport(report)).not.toContain('Secret shop/known');
});

test('strict is satisfied where everything is seen', async () => {
  const tree = {
    'one/a.yaml': release('declared', `${local}, valuesFrom: [{kind: Secret, name: known}]`),
    'charts/web/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  };
  const workspaceRoot = await workspace({ ...files, ...tree });
  const report = await render({ workspace: workspaceRoot, root: 'one' }, { strict: true });
  expect(printReport(report)).toMatchInlineSnapshot(`
    "  1. HelmRelease shop/declared: 1 object
    one: 1 release, 2 manifests, 0 findings; not evaluated: 1 release with values that only the cluster has
    "
  `);
  expect(report).toMatchObject({ exitCode: 0, unseen: [{ subject: declared }] });
});

test('a kind may have any name', async () => {
  const own = 'apiVersion: example.com/v1\nkind: "Own("\nmetadata: {name: a}\n';
  const root = await workspace({ ...files, 'charts/web/templates/a.yaml': own });
  const report = await render({ workspace: root, root: 'charts/web' });
  expect(listOf(report)).toEqual(['validated schema: Own( a at charts/web/templates/a.yaml:2']);
});

test('the template of a chart of one scenario that fails, and of kinds without a schema', async () => {
  const ci = { 'charts/web/ci/a-values.yaml': 'fail: true\n', 'charts/web/ci/b-values.yaml': '' };
  const workspaceRoot = await workspace({ ...files, ...ci });
  const report = await render({ workspace: workspaceRoot, root: 'charts/web' }, { strict: true });
  expect(printReport(report)).toMatchInlineSnapshot(`
    "error charts/web/templates/a.yaml:1: scenario ci-a: helm: no. [chart]
    error charts/web/templates/a.yaml:7: Other web: there is no schema for Other of example.com/v1, so the object was not validated; correct apiVersion or kind, or add the CustomResourceDefinition with helm-charts schemas add FILE. [unknown-kind]
    charts/web: 1 scenario, 2 manifests, 2 findings; not rendered: 1 scenario with errors; not validated: 1 object without a schema (Other; run helm-charts schemas add) (exit code 2)
    "
  `);
  expect(listOf(report)).toMatchInlineSnapshot(`
    [
      "rendered error: scenario ci-a at charts/web:",
      "validated schema: Other web at charts/web/templates/a.yaml:7",
    ]
  `);
});
