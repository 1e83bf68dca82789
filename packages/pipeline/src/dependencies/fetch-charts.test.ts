import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { startRepositories, type Troubles } from '../testing/repositories.ts';
import { dependencies } from './run.ts';

const repositories = await startRepositories();
const { http, oci, urls, setTrouble } = repositories;

afterAll(() => repositories[Symbol.asyncDispose]());

beforeEach(async () => {
  setTrouble({});
  for (const [name, value] of Object.entries(await repositories.freshSettings()))
    vi.stubEnv(name, value);
});

interface Wanted {
  readonly from: keyof typeof urls;
  readonly name?: string;
  readonly version?: string;
}

const chartYaml = (repository: string, name: string, version: string): string =>
  `apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - name: ${name}\n    version: ${version}\n    repository: ${repository}\n`;

/** A workspace with a chart that holds version 2.0.0. */
const chart = async ({ from, name = 'database', version = '2.x' }: Wanted): Promise<string> => {
  const root = await workspace({
    'charts/web/Chart.yaml': chartYaml(urls[from], name, version),
    'charts/web/Chart.lock': 'digest: sha256:0\n',
    'charts/web/src/chart.ts': '',
  });
  await mkdir(join(root, 'charts/web/charts'));
  await writeFile(join(root, 'charts/web/charts/database-2.0.0.tgz'), repositories.older);
  return root;
};

const run = (root: string, kind: 'update' | 'build' = 'update', options = {}) =>
  dependencies({ workspace: root, root: 'charts/web' }, { kind }, options);

/** Everything of the chart, by path. */
const contents = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const files = await readdir(join(root, 'charts'), { recursive: true, withFileTypes: true });
  const read = files
    .filter((one) => one.isFile())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), await readFile(path, 'latin1')] as const;
    });
  return Object.fromEntries(await Promise.all(read));
};

/** What update says of a chart that it leaves as it was; addresses are replaced by what they are. */
const refusal = async (root: string, kind: 'update' | 'build' = 'update', options = {}) => {
  const before = await contents(root);
  const { findings, exitCode } = await run(root, kind, options);
  expect(await contents(root)).toEqual(before);
  const said = findings.map(({ message, fix }) => `${message}; ${fix}`).join('\n');
  return `${said} (${exitCode})`
    .replace(/[0-9a-f]{64}/, 'DIGEST')
    .replaceAll(http.address, 'HTTP')
    .replaceAll(oci.address, 'OCI');
};

test.each(['http', 'oci'] as const)('update and build take a chart from %s', async (from) => {
  const root = await chart({ from });
  expect(await run(root)).toMatchObject({ exitCode: 0, findings: [] });
  const held = join(root, 'charts/web/charts');
  expect(await readdir(held)).toEqual(['database-2.1.0.tgz']);
  expect(await readdir(join(root, 'charts/web'))).toEqual(
    expect.arrayContaining(['Chart.lock', 'Chart.yaml', 'charts', 'src']),
  );
  expect(await readFile(join(root, 'charts/web/src/dependencies/database.ts'), 'utf8')).toContain(
    `"repository": "${urls[from]}"`,
  );
  const lock = await readFile(join(root, 'charts/web/Chart.lock'), 'utf8');
  expect(lock).toContain('version: 2.1.0');

  await rm(held, { recursive: true });
  expect(await run(root, 'build')).toMatchObject({ exitCode: 0, findings: [] });
  expect(await readdir(held)).toEqual(['database-2.1.0.tgz']);
  expect(await readFile(join(root, 'charts/web/Chart.lock'), 'utf8')).toBe(lock);
});

test.each<{ name: string; wanted: Wanted; wrong?: Troubles }>([
  { name: 'no chart of the name', wanted: { from: 'http', name: 'nope' } },
  { name: 'no chart of the name, OCI', wanted: { from: 'oci', name: 'nope' } },
  { name: 'no version in the range', wanted: { from: 'http', version: '9.x' } },
  { name: 'no version in the range, OCI', wanted: { from: 'oci', version: '9.x' } },
  { name: 'no exact version, OCI', wanted: { from: 'oci', version: '9.0.0' } },
  { name: 'access to the index refused', wanted: { from: 'http' }, wrong: { index: 401 } },
  { name: 'access to the package refused', wanted: { from: 'http' }, wrong: { package: 403 } },
  { name: 'access refused, OCI', wanted: { from: 'oci' }, wrong: { index: 401 } },
  { name: 'access to the package refused, OCI', wanted: { from: 'oci' }, wrong: { package: 401 } },
  { name: 'no index', wanted: { from: 'http' }, wrong: { index: 404 } },
  { name: 'no package', wanted: { from: 'http' }, wrong: { package: 404 } },
  { name: 'a server that fails', wanted: { from: 'http' }, wrong: { index: 500 } },
  { name: 'a package that breaks off', wanted: { from: 'http' }, wrong: { package: 'cut' } },
  { name: 'a package that breaks off, OCI', wanted: { from: 'oci' }, wrong: { package: 'cut' } },
  { name: 'half a package', wanted: { from: 'http' }, wrong: { package: 'half' } },
  { name: 'half a package, OCI', wanted: { from: 'oci' }, wrong: { package: 'half' } },
  { name: 'half an index', wanted: { from: 'http' }, wrong: { index: 'half' } },
  { name: 'another package than the index says', wanted: { from: 'http', version: '3.x' } },
])('$name: one sentence, and the chart stays as it was', async ({ wanted, wrong = {} }) => {
  const root = await chart(wanted);
  setTrouble(wrong);
  expect(await refusal(root)).toMatchSnapshot();
});

test.each<{ name: string; wanted: Wanted; wrong: Troubles }>([
  { name: 'the index', wanted: { from: 'http' }, wrong: { index: 'silence' } },
  { name: 'the package', wanted: { from: 'http' }, wrong: { package: 'silence' } },
  { name: 'the tags', wanted: { from: 'oci' }, wrong: { index: 'silence' } },
  { name: 'the layer', wanted: { from: 'oci' }, wrong: { package: 'silence' } },
])('a server that never answers for $name ends with the time', async ({ wanted, wrong }) => {
  const root = await chart(wanted);
  setTrouble(wrong);
  expect(await refusal(root, 'update', { timeout: 2 })).toBe(
    `${urls[wanted.from].replace(/127[^/]+/, wanted.from.toUpperCase())} has not answered within 2 s, so helm was stopped; check its address and the network, or give it longer with --timeout (4)`,
  );
});

test.each(['http', 'oci'] as const)('a server of %s that is gone', async (from) => {
  const root = await chart({ from });
  const yaml = join(root, 'charts/web/Chart.yaml');
  const repository = { http: 'http://127.0.0.1:9', oci: 'oci://127.0.0.1:9/charts' }[from];
  await writeFile(yaml, chartYaml(repository, 'database', '2.x'));
  expect(await refusal(root)).toBe(
    `${repository} can't be reached: dial tcp 127.0.0.1:9: connect: connection refused; check its address and the network (4)`,
  );
});

test('an index of another day is not taken for that of today', async () => {
  const root = await chart({ from: 'http' });
  expect(await run(root)).toMatchObject({ exitCode: 0 });
  setTrouble({ index: 401 });
  expect(await refusal(root)).toMatch(/^http:\/\/HTTP refuses access \(HTTP 401\)/);
});

test('build refuses a Chart.lock that was made for other dependencies', async () => {
  const root = await chart({ from: 'http' });
  expect(await run(root)).toMatchObject({ exitCode: 0 });
  const yaml = join(root, 'charts/web/Chart.yaml');
  await writeFile(yaml, chartYaml(urls.http, 'database', '">=2.0.0"'));
  expect(await refusal(root, 'build')).toBe(
    'Chart.lock was made for other dependencies than those of Chart.yaml; run helm-charts dependencies update, and commit Chart.lock (2)',
  );
});

test('an interrupted update leaves the chart as it was', async () => {
  const root = await chart({ from: 'http' });
  setTrouble({ package: 'silence' });
  const controller = new AbortController();
  const asked = http.asked().length;
  const refused = refusal(root, 'update', { signal: controller.signal });
  await vi.waitFor(
    () => expect(http.asked().slice(asked)).toContain('GET /database-2.1.0.tgz'),
    10_000,
  );
  controller.abort();
  expect(await refused).toBe(
    'interrupted; charts/ and Chart.lock are as they were; run it again (130)',
  );
});

test('charts that lie beside a chart are found from its copy', async () => {
  const root = await chart({ from: 'http' });
  await mkdir(join(root, 'libraries'));
  await cp(join(root, 'charts/web'), join(root, 'libraries/web'), { recursive: true });
  const yaml = join(root, 'charts/web/Chart.yaml');
  await writeFile(
    join(root, 'libraries/web/Chart.yaml'),
    'apiVersion: v2\nname: near\nversion: 1.2.3\n',
  );
  await rm(join(root, 'libraries/web/charts'), { recursive: true });
  await writeFile(yaml, chartYaml('file://../../libraries/web', 'near', '1.x'));
  await rm(join(root, 'charts/web/Chart.lock'));
  expect(await run(root)).toMatchObject({ exitCode: 0, findings: [] });
  expect(await readdir(join(root, 'charts/web/charts'))).toEqual(['near-1.2.3.tgz']);
});

test.each([
  { file: 'charts/database-2.0.0.tgz', reason: 'gzip: invalid header' },
  { file: 'Chart.lock', reason: 'error unmarshaling JSON' },
])('$file that helm can not read is named', async ({ file, reason }) => {
  const root = await chart({ from: 'http' });
  await writeFile(join(root, 'charts/web', file), 'no package');
  const said = await refusal(root);
  expect(said).toContain(`${file} can't be read: ${reason}`);
  expect(said).toMatch(/; delete it and run it again \(2\)$/);
});
