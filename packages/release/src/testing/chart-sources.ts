import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  bytesBlob,
  descriptorOf,
  manifestSource,
  mediaTypes,
  openClient,
  pushBlob,
  putManifest,
} from '@helm-charts/oci';
import { printReport, render } from '@helm-charts/pipeline';
import { type basicGuard, type Loopback, serve } from '@helm-charts/testing/registries';
import { archive } from '../archive/archive.ts';
import { type FetchOptions, fetchCharts } from '../fetch/fetch.ts';

type LoopbackOptions = Parameters<typeof serve>[1];
type Guard = ReturnType<typeof basicGuard>;

/** A version of a chart, with files besides its own. */
export interface TestChart {
  readonly name: string;
  readonly version: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** The package of a chart that makes a ConfigMap with its version. */
export const packChart = async ({ name, version, files = {} }: TestChart): Promise<Buffer> => {
  const all = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'values.yaml': '{}\n',
    'templates/config.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}", namespace: shop}\ndata: {version: "{{ .Chart.Version }}"}\n',
    ...files,
  };
  const entries = Object.entries(all).map(([path, text]) => ({
    path: `${name}/${path}`,
    content: Buffer.from(text),
  }));
  return Buffer.from((await archive(entries)).bytes);
};

/** A Helm repository whose charts can change. */
export interface ChartRepository extends Loopback {
  readonly url: string;
  /** The files at its paths, besides its index. */
  readonly files: Map<string, string | Buffer>;
  readonly add: (chart: TestChart, entry?: object) => Promise<void>;
}

export const startRepository = async ({
  guard,
  ...options
}: LoopbackOptions & { readonly guard?: Guard } = {}): Promise<ChartRepository> => {
  const entries: Record<string, object[]> = {};
  const files = new Map<string, string | Buffer>();
  const server = await serve(async (asked) => {
    const refusal = await guard?.(asked);
    if (refusal !== undefined) return refusal;
    const { pathname } = asked.url;
    const body =
      pathname === '/index.yaml'
        ? JSON.stringify({ apiVersion: 'v1', entries })
        : files.get(pathname);
    return body === undefined ? { status: 404 } : { status: 200, body };
  }, options);
  return {
    ...server,
    url: `http://${server.address}`,
    files,
    add: async (chart, entry = {}) => {
      const { name, version } = chart;
      const content = await packChart(chart);
      const digest = createHash('sha256').update(content).digest('hex');
      const path = `charts/${name}-${version}.tgz`;
      files.set(`/${path}`, content);
      const others = (entries[name] ?? []).filter(
        (one) => !('version' in one) || one.version !== version,
      );
      entries[name] = [...others, { name, version, digest, urls: [path], ...entry }];
    },
  };
};

/** Pushes a package to a registry as helm does, and returns the digest of its manifest. `before` is a layer in front of the chart. */
export const pushChart = async (
  reference: string,
  content: Uint8Array | string,
  before: readonly string[] = [],
): Promise<string> => {
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? [];
  await using client = await openClient({ plainHttp: true });
  const [config, layer] = [bytesBlob('{}'), bytesBlob(content)];
  const others = before.map(bytesBlob);
  for (const blob of [config, ...others, layer]) await pushBlob(client, { host, repository }, blob);
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, 'application/vnd.cncf.helm.config.v1+json'),
    layers: [
      ...others.map((blob) =>
        descriptorOf(blob, 'application/vnd.cncf.helm.chart.provenance.v1.prov'),
      ),
      descriptorOf(layer, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'),
    ],
  });
  return (await putManifest(client, { host, repository, tag }, manifest)).digest;
};

/** A workspace with trees of Flux objects, in which charts are fetched and rendered. */
export interface TestTree extends AsyncDisposable {
  readonly root: string;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** What is printed, without digests and addresses. */
  readonly fetching: (options?: FetchOptions, trees?: readonly string[]) => Promise<string>;
  readonly rendering: (tree?: string) => Promise<string>;
}

export const testTree = async (files: Readonly<Record<string, string>>): Promise<TestTree> => {
  const root = await mkdtemp(join(tmpdir(), 'fetch-'));
  const write: TestTree['write'] = async (texts) => {
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  };
  await write({
    'helm-charts.config.ts': 'export default {};\n',
    // Without it, the tree would be one of others, whose packages are in the cache of the user.
    'package.json': '{ "devDependencies": { "@helm-charts/cli": "*" } }\n',
    ...files,
  });
  const hidden = (text: string): string =>
    text
      .replaceAll(root, 'ROOT')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
      .replaceAll(/sha256:[0-9a-f]{12,64}/g, 'DIGEST')
      .replaceAll(/\+[0-9a-f]{12}/g, '+REVISION');
  return {
    root,
    write,
    fetching: async (options = {}, trees = ['cluster']) =>
      hidden(printReport(await fetchCharts(root, trees, options))),
    rendering: async (tree = 'cluster') =>
      hidden(printReport(await render({ workspace: root, root: tree }, { cache: false }))),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
};

/** A HelmRepository `charts`. */
export const helmRepository = (url: string, more = ''): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts, namespace: shop}\nspec: {url: "${url}"${more}}\n`;

/** A HelmRelease with the chart of its name in the HelmRepository `charts`. */
export const fromRepository = (name: string, version: string, chart: string = name): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  interval: 1h\n  chart: {spec: {chart: ${chart}, version: "${version}", sourceRef: {kind: HelmRepository, name: charts}}}\n`;

/** An OCIRepository with a HelmRelease of the same name. */
export const fromRegistry = (name: string, url: string, ref: string, more = ''): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: ${name}, namespace: shop}\nspec: {interval: 1h, insecure: true, url: "oci://${url}", ref: ${ref}${more}}\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: shop}\nspec: {interval: 1h, chartRef: {kind: OCIRepository, name: ${name}}}\n`;

/** Objects of a tree, each with three dashes before it. */
export const stream = (...objects: readonly string[]): string => objects.join('---\n');
