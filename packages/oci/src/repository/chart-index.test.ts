import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Asked,
  basicGuard,
  serve,
  startChartRepository,
} from '@helm-charts/testing/registries';
import { printFinding } from '@helm-charts/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../reference/digest.ts';
import { problemIn, quickClient, said } from '../testing/client.ts';
import { parseRepositoryUrl } from './address.ts';
import { readChartIndex } from './chart-index.ts';
import { downloadChart } from './chart-package.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const digest = 'a'.repeat(64);
const entry = `  - apiVersion: v2
    appVersion: 7
    description: |
      A server:
        web
    digest: ${digest}
    name: web
    urls:
    - web-1.1.0.tgz
    - https://files.example.com/web-1.1.0.tgz
    version: 1.1.0
  - name: web
    deprecated: true
    urls: [charts/web-1.0.0.tgz]
    version: "1.0"
  - name: web
`;
const forms = {
  helm: `apiVersion: v1\nentries:\n  # the first\n  database: []\n  web:\n${entry}generated: "2026-01-01T00:00:00Z"\n`,
  windows: `apiVersion: v1\nentries:\n  database: []\n  web:\n${entry}`.replaceAll('\n', '\r\n'),
  indented: `apiVersion: v1\nentries:\n    database: []\n    web:\n${entry.replaceAll(/^/gm, '    ')}`,
  anchors: `apiVersion: v1\nentries:\n  database: &none []\n  "web":\n${entry}`,
};

test.each(Object.entries(forms))('an index is read (%s)', async (_, body) => {
  await using server = await serve(
    async ({ url }) =>
      url.pathname === '/stable/index.yaml' ? { status: 200, body } : { status: 404 },
    {},
  );
  await using client = await quickClient();
  const { value } = parseRepositoryUrl(`http://${server.address}/stable`);
  const index = await readChartIndex(client, value!);
  expect([...index.names].toSorted()).toEqual(['database', 'web']);
  expect(index.versions('nope')).toEqual([]);
  expect(index.versions('database')).toEqual([]);
  expect(
    JSON.parse(JSON.stringify(index.versions('web')).replaceAll(server.address, 'HOST')),
  ).toEqual([
    {
      name: 'web',
      version: '1.1.0',
      appVersion: '7',
      description: 'A server:\n  web\n',
      isDeprecated: false,
      digest: `sha256:${digest}`,
      urls: ['http://HOST/stable/web-1.1.0.tgz', 'https://files.example.com/web-1.1.0.tgz'],
    },
    {
      name: 'web',
      version: '1.0',
      isDeprecated: true,
      urls: ['http://HOST/stable/charts/web-1.0.0.tgz'],
    },
  ]);
});

test('of an index of 20 MB, only the chart that is asked for is parsed', async () => {
  const versions = (name: string) =>
    Array.from(
      { length: 100 },
      (_, at) =>
        `  - apiVersion: v2\n    description: ${'words '.repeat(80)}\n    name: ${name}\n    urls:\n    - ${name}-1.${at}.0.tgz\n    version: 1.${at}.0\n`,
    ).join('');
  const names = Array.from({ length: 350 }, (_, at) => `chart-${at}`);
  const body = `apiVersion: v1\nentries:\n${names.map((name) => `  ${name}:\n${versions(name)}`).join('')}generated: "2026-01-01T00:00:00Z"\n`;
  expect(body.length).toBeGreaterThan(20e6);
  await using server = await serve(async () => ({ status: 200, body }), {});
  await using client = await quickClient();
  const index = await readChartIndex(client, new URL(`http://${server.address}/`));
  expect(index.names).toEqual(names);
  expect(index.versions('chart-349').map(({ version }) => version)).toHaveLength(100);
});

test('what is no index is refused', async () => {
  const sayings: string[] = [];
  const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html>' };
  for (const answer of [
    { status: 404 },
    page,
    { status: 200, body: 'entries: [' },
    { status: 200, body: 'apiVersion: v1\n' },
    { status: 200, body: 'apiVersion: v1\nentries: 7\n' },
    { status: 200, body: 'apiVersion: v1\nentries:\n  web:\n  - name: [\n' },
    { status: 200, body: 'apiVersion: v1\nentries:\n  web: 7\n' },
  ]) {
    await using server = await serve(async () => answer, {});
    await using client = await quickClient();
    const work = readChartIndex(client, new URL(`http://${server.address}/`)).then(({ versions }) =>
      versions('web'),
    );
    sayings.push(said(await problemIn(work)));
  }
  expect([...new Set(sayings)]).toMatchInlineSnapshot(`
    [
      "absent: HOST has no index.yaml there, so it is no Helm repository (HTTP 404); correct the address; a chart in an OCI registry has one that begins with oci://",
      "broken: HOST answers with a web page, so it is no registry, or a proxy answers in its place (HTTP 200); check the address and the proxy",
      "broken: the index.yaml of HOST is no index of a Helm repository; check the address, and tell the operator of the registry",
      "broken: the index.yaml of HOST can't be read where it lists the chart web; check the address, and tell the operator of the registry",
      "broken: the index.yaml of HOST has no list of versions for the chart web; check the address, and tell the operator of the registry",
    ]
  `);
});

test('a package is downloaded, and its digest is checked', async () => {
  const content = Buffer.from('a package');
  await using server = await startChartRepository([
    { name: 'web', version: '1.0.0', content },
    { name: 'web', version: '2.0.0', content, digest: digestOf('another').slice('sha256:'.length) },
  ]);
  await using client = await quickClient();
  const index = await readChartIndex(client, new URL(`http://${server.address}/`));
  const [good, bad] = index.versions('web');
  const file = join(folder, 'web.tgz');
  await downloadChart(client, index, good!, file);
  expect(await readFile(file)).toEqual(content);
  expect((await problemIn(downloadChart(client, index, bad!, join(folder, 'bad')))).kind).toBe(
    'broken',
  );
  expect((await problemIn(downloadChart(client, index, { ...good!, urls: [] }, file))).kind).toBe(
    'broken',
  );
  const large = downloadChart(client, index, good!, join(folder, 'large'), content.length - 1);
  expect(said(await problemIn(large))).toContain('has more than 8 bytes');
  expect(await readdir(folder)).toEqual(['web.tgz']);
});

test('only the host of the repository gets credentials', async () => {
  const account = { username: 'ci', password: 'hunter2' };
  const asked: Asked[] = [];
  await using files = await serve(async (one) => {
    asked.push(one);
    return one.headers['x-nothing'] === undefined
      ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
      : { status: 200 };
  }, {});
  const guard = basicGuard(account);
  const body = () =>
    JSON.stringify({
      apiVersion: 'v1',
      entries: {
        web: [{ name: 'web', version: '1.0.0', urls: [`http://${files.address}/web.tgz`] }],
      },
    });
  await using server = await serve(
    async (one) => (await guard(one)) ?? { status: 200, body: body() },
    {},
  );
  await using client = await quickClient({
    findCredential: async () => ({ kind: 'basic', ...account }),
  });
  const index = await readChartIndex(client, new URL(`http://${server.address}/`));
  const problem = await problemIn(
    downloadChart(client, index, index.versions('web')[0]!, join(folder, 'web.tgz')),
  );
  expect(problem.kind).toBe('unauthorized');
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test('an address of no repository is refused, without its password', () => {
  const said = ['oci://a.example.com/x', 'charts', 'https://u:hunter2@charts.example.com/'].flatMap(
    (text) => parseRepositoryUrl(text).findings.map(printFinding),
  );
  expect(said).toMatchInlineSnapshot(`
    [
      "error oci://a.example.com/x: it is no URL of a Helm repository; write one that begins with https://. [reference]",
      "error charts: it is no URL of a Helm repository; write one that begins with https://. [reference]",
      "error https://…@charts.example.com: the URL contains credentials, which other users of this machine could read; remove them. [reference]",
    ]
  `);
});
