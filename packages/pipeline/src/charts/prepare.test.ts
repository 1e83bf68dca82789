import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from '../testing/profile.ts';

const repository = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: repository, namespace: system}
spec: {url: "https://charts.invalid/"}
`;

const oci = (ref: string) => `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: registry, namespace: system}
spec:
  url: oci://registry.invalid/charts/tiny
  ref: ${ref}
`;

const chart = (version = '0.1.0', more = '') => ({
  'charts/tiny/Chart.yaml': `# Ours.\napiVersion: v2\nname: tiny\nversion: ${version}\n${more}`,
  'charts/tiny/values.yaml': 'a: chart\nb: chart\n',
  'charts/tiny/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tiny}\ndata: {version: "{{ .Chart.Version }}", a: "{{ .Values.a }}", b: "{{ .Values.b }}"}\n',
});

const fromRepository = (version: string, more = '') => `  chart:
    spec:
      chart: tiny
      version: "${version}"
      sourceRef: {kind: HelmRepository, name: repository}
${more}`;

const fromRegistry = '  chartRef:\n    kind: OCIRepository\n    name: registry\n';

const revision = `sha256:0cc9a8446c95${'0'.repeat(52)}`;

/** Packages charts/tiny with helm, and locks it under the sources. */
const locked =
  (
    entries: readonly {
      readonly source: string;
      readonly version?: string;
      readonly revision?: string;
    }[],
    spoil = false,
  ) =>
  async (root: string): Promise<void> => {
    const packages = join(root, 'node_modules/.cache/helm-charts/packages');
    await mkdir(packages, { recursive: true });
    const helm = (await findTool('helm')).path;
    execFileSync(helm, ['package', join(root, 'charts/tiny'), '--destination', packages]);
    const [name = ''] = await readdir(packages);
    const hex = createHash('sha256')
      .update(readFileSync(join(packages, name)))
      .digest('hex');
    await rename(join(packages, name), join(packages, `${hex}.tgz`));
    const charts = entries.map((entry) => ({
      name: 'tiny',
      version: '0.1.0',
      digest: `sha256:${hex}`,
      revision,
      ...entry,
    }));
    await writeFile(join(root, 'charts.lock.json'), JSON.stringify({ charts }));
    if (spoil) await writeFile(join(packages, `${hex}.tgz`), 'other');
  };

const source = 'https://charts.invalid';
const registry = 'oci://registry.invalid/charts/tiny';

const render = async (
  spec: string,
  files: Readonly<Record<string, string>>,
  prepare?: (root: string) => Promise<void>,
) => {
  const { objects, findings, profile } = await renderFiles(
    { 'profile/release.yaml': helmRelease('one', spec), ...files },
    prepare,
  );
  const [config] = objects;
  const where = profile.installed[0]?.documents[0]?.source;
  return findings.length > 0 ? findings : { data: config?.data, where };
};

test('a chart from a HelmRepository is the locked package of that version', async () => {
  const files = { ...chart(), 'profile/repository.yaml': repository };
  expect(await render(fromRepository('0.1.0'), files, locked([{ source }]))).toEqual({
    data: { version: '0.1.0', a: 'chart', b: 'chart' },
    where: 'tiny-0.1.0/templates/config.yaml',
  });
});

test('a range selects its highest locked version', async () => {
  const files = { ...chart(), 'profile/repository.yaml': repository };
  const prepare = locked([{ source, version: '0.0.9' }, { source }, { source, version: '2.0.0' }]);
  expect(await render(fromRepository('0.x'), files, prepare)).toMatchObject({
    data: { version: '0.1.0' },
  });
});

test('skips a chart that is not in the lock file, and reports a version that is not locked', async () => {
  const files = { ...chart(), 'profile/repository.yaml': repository };
  expect(await render(fromRepository('0.1.0'), files)).toMatchInlineSnapshot(`
    [
      "warning profile/release.yaml:10: HelmRelease system/one: spec.chart.spec.version: its chart tiny 0.1.0 of https://charts.invalid is not available locally, so nothing of the release is rendered or checked; run helm-charts fetch. [not-rendered]",
    ]
  `);
  expect(await render(fromRepository('0.2.0'), files, locked([{ source }]))).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:10: HelmRelease system/one: spec.chart.spec.version: the lock file does not contain tiny 0.2.0 of https://charts.invalid, only 0.1.0, so the release cannot be rendered; run helm-charts fetch, or change the version to one of these. [chart]",
    ]
  `);
  const lock = JSON.stringify({
    charts: [{ source, name: 'tiny', version: '0.1.0', digest: `sha256:${'a'.repeat(64)}` }],
  });
  expect(
    await render(fromRepository('0.1.0'), { ...files, 'charts.lock.json': lock }),
  ).toMatchInlineSnapshot(`
    [
      "warning profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: the package of its chart is not available locally, so nothing of the release is rendered or checked; run helm-charts fetch. [not-rendered]",
    ]
  `);
});

test('a cache of charts that cannot be written is not used', async () => {
  const files = {
    ...chart(),
    'profile/repository.yaml': repository,
    'node_modules/.cache/helm-charts/charts': 'a file',
  };
  expect(await render(fromRepository('0.1.0'), files, locked([{ source }]))).toMatchObject({
    data: { version: '0.1.0' },
  });
});

test('rejects a changed package', async () => {
  const files = { ...chart(), 'profile/repository.yaml': repository };
  const [finding] = Object.values(
    await render(fromRepository('0.1.0'), files, locked([{ source }], true)),
  );
  expect(String(finding).replace(/[0-9a-f]{64}/, '<digest>')).toMatchInlineSnapshot(
    `"error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: the content of the package <digest>.tgz does not match the digest in its name; run helm-charts fetch. [chart]"`,
  );
});

test('reports all problems of a lock file with their lines', async () => {
  const lock = `{"charts": [
  {"source": "x"},
  {"source": "x", "name": "y", "version": "1.0.0"},
  {"source": "x", "name": "y", "version": "1.0.0", "digest": "sha256:${'a'.repeat(64)}", "revision": "1"}
]}`;
  const files = { ...chart(), 'charts.lock.json': lock };
  expect(await render(gitChart('charts/tiny'), files)).toMatchInlineSnapshot(`
    [
      "error charts.lock.json:2: the entry lacks source, name or version, so no chart is found by it; add the missing field. [lock]",
      "error charts.lock.json:3: the entry has no valid digest and no path, so its chart cannot be found; set digest to sha256: and 64 hexadecimal digits, or path to the directory of the chart. [lock]",
      "error charts.lock.json:4: the revision is not a digest; set it to sha256: and 64 hexadecimal digits. [lock]",
    ]
  `);
});

test('the version of a chart of an OCIRepository ends with 12 digits of its digest', async () => {
  const prepare = locked([{ source: registry }]);
  for (const ref of ['{tag: 0.1.0}', '{semver: ">=0.1.0"}', `{digest: "${revision}"}`]) {
    const files = { ...chart(), 'profile/registry.yaml': oci(ref) };
    expect(await render(fromRegistry, files, prepare)).toMatchObject({
      data: { version: '0.1.0+0cc9a8446c95' },
    });
  }
});

test('in an OCIRepository a digest takes precedence over a range, a range over a tag, and a filter narrows the range', async () => {
  const other = `sha256:${'b'.repeat(64)}`;
  const prepare = locked([
    { source: registry },
    { source: registry, version: '0.1.0-beta', revision: other },
  ]);
  const versionOf = async (ref: string) => {
    const files = { ...chart(), 'profile/registry.yaml': oci(ref) };
    return JSON.stringify(await render(fromRegistry, files, prepare));
  };
  expect(await versionOf(`{digest: "${revision}", semver: 9.x, tag: x}`)).toContain(
    '+0cc9a8446c95',
  );
  expect(await versionOf('{semver: ">=0.1.0-0", tag: x}')).toContain('+0cc9a8446c95');
  const filtered = await versionOf('{semver: ">=0.1.0-0", semverFilter: ".*-beta.*"}');
  expect(filtered).toContain('it requests version 0.1.0-beta of tiny');
  // Go can parse the second of these; JavaScript can parse neither.
  for (const filter of ['[', '(?i)beta']) {
    const unread = await versionOf(`{semver: ">=0.1.0-0", semverFilter: "${filter}"}`);
    expect(unread).toContain(
      'with a semverFilter that is not a JavaScript regular expression is not available locally',
    );
  }
});

test('a tag that is a version must be the version of the chart', async () => {
  const files = { ...chart(), 'profile/registry.yaml': oci('{tag: 0.2.0}') };
  const prepare = locked([{ source: registry, version: '0.2.0' }]);
  expect(await render(fromRegistry, files, prepare)).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:9: HelmRelease system/one: spec.chartRef.name: it requests version 0.2.0 of tiny, but the version of the chart is 0.1.0; publish the chart with its own version. [chart]",
    ]
  `);
});

test('a chart of the workspace may replace its published package', async () => {
  const lock = {
    charts: [{ source: registry, name: 'tiny', version: '0.1.0', path: 'charts/tiny' }],
  };
  const files = {
    ...chart(),
    'profile/registry.yaml': oci('{tag: 0.1.0}'),
    'charts.lock.json': JSON.stringify(lock),
  };
  expect(await render(fromRegistry, files)).toEqual({
    data: { version: '0.1.0+000000000000', a: 'chart', b: 'chart' },
    where: 'charts/tiny/templates/config.yaml',
  });
});

test('values files replace the values of the chart and mark its version', async () => {
  const more =
    '      valuesFiles: [charts/tiny/values.yaml, site.yaml, none.yaml]\n      ignoreMissingValuesFiles: true\n';
  const files = { ...chart(), 'site.yaml': 'b: site\n' };
  expect(await render(gitChart('charts/tiny', more), files)).toEqual({
    data: { version: '0.1.0+1', a: 'chart', b: 'site' },
    where: 'charts/tiny/templates/config.yaml',
  });
  const missing = '      valuesFiles: [none.yaml]\n';
  expect(await render(gitChart('charts/tiny', missing), files)).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: the values file none.yaml does not exist; add it, or set ignoreMissingValuesFiles. [chart]",
    ]
  `);
});

test('the values files of a package are inside of it', async () => {
  const files = {
    ...chart(),
    'charts/tiny/production.yaml': 'a: production\n',
    'profile/repository.yaml': repository,
  };
  const more = '      valuesFiles: [values.yaml, production.yaml]\n';
  expect(await render(fromRepository('0.1.0', more), files, locked([{ source }]))).toMatchObject({
    data: { version: '0.1.0+1', a: 'production', b: 'chart' },
  });
});

test('with ChartVersion the version is that of the chart, with Revision it ends with the commit', async () => {
  expect(
    await render(gitChart('charts/tiny', '      reconcileStrategy: ChartVersion\n'), chart()),
  ).toMatchObject({ data: { version: '0.1.0' } });
  expect(
    await render(gitChart('charts/tiny', '      reconcileStrategy: Revision\n'), chart()),
  ).toMatchInlineSnapshot(`
    [
      "warning profile/release.yaml:11: HelmRelease system/one: spec.chart.spec.reconcileStrategy: with Revision each commit creates a new chart version; here it is rendered with 000000000000 instead of the commit. [chart]",
    ]
  `);
});

test('uses a HelmChart object to find the chart', async () => {
  const helmChart = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata: {name: shared, namespace: system}
spec: {chart: charts/tiny, sourceRef: {kind: GitRepository, name: appliance}}
`;
  const files = { ...chart(), 'profile/chart.yaml': helmChart };
  expect(await render('  chartRef: {kind: HelmChart, name: shared}\n', files)).toMatchObject({
    data: { version: '0.1.0' },
  });
});

test('reports why a chart is not found, with its line', async () => {
  const ignored = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: appliance, namespace: system}
spec: {ignore: "/*\\n!/profile\\n"}
`;
  expect([
    await render(gitChart('../tiny'), {}),
    await render(gitChart('charts/none'), {}),
    await render(gitChart('charts/tiny'), { ...chart(), 'profile/source.yaml': ignored }),
    await render(fromRepository('1.0.0'), {}),
    await render(fromRegistry, {}),
    await render(gitChart('charts/tiny', fromRegistry), chart()),
    await render(`${gitChart('charts/tiny')}  suspend: true\n`, chart()),
    await render(gitChart('charts/tiny').replace('GitRepository', 'Bucket'), chart()),
  ]).toMatchInlineSnapshot(`
    [
      [
        "error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: its chart directory has no Chart.yaml with a name and a version, so Flux cannot install it. [chart]",
      ],
      [
        "error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: its chart directory has no Chart.yaml with a name and a version, so Flux cannot install it. [chart]",
      ],
      [
        "error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: its chart charts/tiny is excluded from the artifact of GitRepository system/appliance, so Flux cannot install the release; correct spec.ignore or .sourceignore. [chart]",
      ],
      [
        "error profile/release.yaml:11: HelmRelease system/one: spec.chart.spec.sourceRef: the profile has no HelmRepository system/repository, the source of its chart, so Flux cannot install the release; add it. [chart]",
      ],
      [
        "error profile/release.yaml:7: HelmRelease system/one: spec.chartRef: the profile has no OCIRepository system/registry, the source of its chart, so Flux cannot install the release; add it. [chart]",
      ],
      [
        "error profile/release.yaml:6: HelmRelease system/one: spec: it must have either chart or chartRef, so the API server rejects it; set one of them. [chart]",
      ],
      [
        "warning profile/release.yaml:11: HelmRelease system/one: spec.suspend: the HelmRelease is suspended, so Flux installs nothing and nothing is rendered. [not-rendered]",
      ],
      [
        "error profile/release.yaml:10: HelmRelease system/one: spec.chart.spec.sourceRef: the profile has no Bucket system/appliance, the source of its chart, so Flux cannot install the release; add it. [chart]",
      ],
    ]
  `);
  const old = {
    'profile/release.yaml': helmRelease('one', gitChart('charts/tiny')).replace('/v2', '/v2beta2'),
  };
  expect(await render('', { ...chart(), ...old })).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:1: HelmRelease system/one: apiVersion: Flux 2.9 does not serve HelmRelease of helm.toolkit.fluxcd.io/v2beta2, so the API server rejects the object; use HelmRelease of helm.toolkit.fluxcd.io/v2. [api-not-served]",
    ]
  `);
});

test('reports two HelmReleases that install the same release', async () => {
  const two = helmRelease('two', `${gitChart('charts/tiny')}  releaseName: one\n`);
  expect(
    await render(gitChart('charts/tiny'), { ...chart(), 'profile/two.yaml': two }),
  ).toMatchInlineSnapshot(`
    [
      "error profile/two.yaml:11: HelmRelease system/two: spec.releaseName: it installs release system/one, which HelmRelease system/one already installs, so each overwrites the other; give it another releaseName. [duplicate]",
    ]
  `);
});

test('adds the dependencies of a chart from the repository, also indirect ones and locked ones', async () => {
  const depending = (name: string, on: string) => ({
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n  - ${on}\n`,
    [`charts/${name}/templates/config.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
  });
  const files = {
    ...chart(),
    ...depending('web', '{name: common, version: 1.x, repository: "file://../common"}'),
    ...depending('common', `{name: tiny, version: 0.x, repository: ${source}}`),
  };
  const release = helmRelease('one', gitChart('charts/web'));
  const all = { ...files, 'profile/release.yaml': release };
  const { objects, findings } = await renderFiles(all, locked([{ source }]));
  expect(findings).toEqual([]);
  expect(objects.map(({ metadata }) => metadata.name).toSorted()).toEqual([
    'common',
    'tiny',
    'web',
  ]);
  expect((await renderFiles(all)).findings).toMatchInlineSnapshot(`
    [
      "warning profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: its dependency tiny 0.x of https://charts.invalid is not available locally, so nothing of the release is rendered or checked; run helm-charts fetch. [not-rendered]",
    ]
  `);
  const around = depending('common', '{name: web, version: 1.x, repository: "file://../web"}');
  expect((await renderFiles({ ...all, ...around })).findings).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:9: HelmRelease system/one: spec.chart.spec.chart: its dependency web depends on itself; remove this dependency. [chart]",
    ]
  `);
});
