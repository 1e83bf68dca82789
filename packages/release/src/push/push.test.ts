import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commit, git, lockOf, repositoryIn, roots, write } from '../testing/repository.ts';
import { type PushOptions, push } from './push.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'push-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const repository = (): Promise<string> => repositoryIn(folder);

const pushing = async (
  registry: OciRegistry,
  workspace: string,
  options: Partial<PushOptions> = {},
): Promise<string> => {
  const report = await push(workspace, roots, {
    registry: `oci://${registry.address}/site`,
    plainHttp: true,
    ...options,
  });
  return printReport(report)
    .replaceAll(registry.address, 'HOST')
    .replaceAll(/sha256:\w{64}/g, 'DIGEST');
};

test('what the registry has not is pushed, in other clones with the same digests, and then only looked at', async () => {
  await using registry = await startOciRegistry();
  const [first, second] = [await repository(), await repository()];
  expect(await pushing(registry, first, { release: '2026.1' })).toMatchInlineSnapshot(`
    "pushed    oci://HOST/site/charts/api:1.0.0@DIGEST
    pushed    oci://HOST/site/charts/web:1.0.0@DIGEST
    pushed    oci://HOST/site/releases:2026.1@DIGEST
    push: pushed 2 artifacts to oci://HOST/site, 0 unchanged
    "
  `);
  const before = registry.asked().length;
  expect(await pushing(registry, second, { release: '2026.1' })).toMatchInlineSnapshot(`
    "unchanged oci://HOST/site/charts/api:1.0.0@DIGEST
    unchanged oci://HOST/site/charts/web:1.0.0@DIGEST
    unchanged oci://HOST/site/releases:2026.1@DIGEST
    push: pushed 0 artifacts to oci://HOST/site, 2 unchanged
    "
  `);
  expect(registry.asked().slice(before)).toMatchInlineSnapshot(`
    [
      "HEAD /v2/site/charts/api/manifests/1.0.0",
      "HEAD /v2/site/charts/web/manifests/1.0.0",
      "HEAD /v2/site/releases/manifests/2026.1",
    ]
  `);
  expect(await lockOf(second)).toBe(await lockOf(first));
  expect(JSON.parse(await lockOf(first))).toMatchObject({
    charts: [
      {
        name: 'api',
        version: '1.0.0',
        digest: registry.tags.get('site/charts/api:1.0.0'),
        commit: git(first, 'rev-parse', 'HEAD').trim(),
      },
      { name: 'web', version: '1.0.0', digest: registry.tags.get('site/charts/web:1.0.0') },
    ],
    profiles: [],
  });
});

test('a dry run writes nothing', async () => {
  await using registry = await startOciRegistry();
  const workspace = await repository();
  expect(await pushing(registry, workspace, { dryRun: true, release: 'a' })).toMatchInlineSnapshot(`
    "new       oci://HOST/site/charts/api:1.0.0@DIGEST
    new       oci://HOST/site/charts/web:1.0.0@DIGEST
    new       oci://HOST/site/releases:a@DIGEST
    push: would push 2 artifacts to oci://HOST/site, 0 unchanged
    "
  `);
  expect([registry.tags.size, registry.blobs.size, await lockOf(workspace)]).toEqual([
    0,
    0,
    'none',
  ]);
});

test('the same content of another commit is unchanged, and keeps its digest', async () => {
  await using registry = await startOciRegistry();
  const workspace = await repository();
  await pushing(registry, workspace);
  const digest = registry.tags.get('site/charts/web:1.0.0');
  await write(workspace, 'charts/web/values.yaml', 'replicas: 2\n');
  commit(workspace, 'two');
  await write(workspace, 'charts/web/values.yaml', 'replicas: 1\n');
  commit(workspace, 'one again');
  expect(await pushing(registry, workspace)).toMatchInlineSnapshot(`
    "unchanged oci://HOST/site/charts/api:1.0.0@DIGEST
    unchanged oci://HOST/site/charts/web:1.0.0@DIGEST
    push: pushed 0 artifacts to oci://HOST/site, 2 unchanged
    "
  `);
  expect(registry.tags.get('site/charts/web:1.0.0')).toBe(digest);
});

test('other content under versions that the registry has is refused for all of them, before anything is pushed', async () => {
  await using registry = await startOciRegistry();
  await pushing(registry, await repository());
  const other = await repository();
  for (const root of roots) await write(other, `${root}/values.yaml`, 'replicas: 2\n');
  await write(other, 'charts/new/Chart.yaml', 'apiVersion: v2\nname: new\nversion: 1.0.0\n');
  commit(other, 'others');
  const before = new Map(registry.tags);
  const report = await push(other, [...roots, 'charts/new'], {
    registry: `oci://${registry.address}/site`,
    plainHttp: true,
  });
  expect(report.exitCode).toBe(4);
  expect(
    report.findings.map(({ message }) => message.replaceAll(/sha256:\w{64}/g, 'DIGEST')),
  ).toMatchInlineSnapshot(`
    [
      "the tag 1.0.0 exists with other content: the registry has DIGEST, and this is DIGEST",
      "the tag 1.0.0 exists with other content: the registry has DIGEST, and this is DIGEST",
    ]
  `);
  expect(new Map(registry.tags)).toEqual(before);
});

test('a version that was released with other content fails before the registry is asked', async () => {
  await using registry = await startOciRegistry();
  const workspace = await repository();
  await pushing(registry, workspace);
  await write(workspace, 'charts/web/values.yaml', 'replicas: 2\n');
  commit(workspace, 'two');
  const before = registry.asked().length;
  expect(await pushing(registry, workspace)).toMatchInlineSnapshot(`
    "error charts/web/Chart.yaml: web 1.0.0 was released with other content; raise the version. [released-version]
    push: failed (exit code 1)
    "
  `);
  expect(registry.asked()).toHaveLength(before);
});

test('a failure at any request leaves tags of none or tells which, and the next push completes it', async () => {
  await using whole = await startOciRegistry();
  const workspace = await repository();
  await pushing(whole, workspace, { release: 'a' });
  const all = [...whole.tags].toSorted();
  const writes = whole.asked().filter((one) => /^(?:PUT|POST|PATCH)/.test(one)).length;
  for (let failing = 1; failing <= writes; failing++) {
    let seen = 0;
    let isBroken = true;
    await using registry = await startOciRegistry({
      trouble: (_, { method }) =>
        isBroken && /^(?:PUT|POST|PATCH)$/.test(method ?? '') && ++seen === failing
          ? 403
          : undefined,
    });
    const again = workspace;
    await rm(join(again, 'release.lock.json'));
    const output = await pushing(registry, again, { release: 'a' });
    expect(output).toContain('(exit code 4)');
    const tagged = [...registry.tags.keys()].map((tag) => tag.replace(/.*\//, ''));
    if (tagged.length === 1) expect(output).toMatch(new RegExp(`${tagged[0]} was pushed before`));
    // Without a tag nobody finds what was pushed.
    if (tagged.length === 0) expect(output).not.toContain('pushed before');
    // The name of the release is there only if everything is.
    expect([...registry.tags.keys()].filter((tag) => tag.startsWith('site/releases'))).toEqual([]);
    expect(await lockOf(again)).toBe('none');
    isBroken = false;
    expect(await pushing(registry, again, { release: 'a' })).not.toContain('exit code');
    expect([...registry.tags].toSorted()).toEqual(all);
  }
});

test('changes that are not committed are refused', async () => {
  await using registry = await startOciRegistry();
  const workspace = await repository();
  await write(workspace, 'charts/web/values.yaml', 'replicas: 2\n');
  expect(await pushing(registry, workspace)).toMatchInlineSnapshot(`
    "error charts/web: it has changes that are not committed; commit them. [push]
    push: failed (exit code 1)
    "
  `);
  expect(registry.asked()).toEqual([]);
});

test.for([
  ['a tag', 'oci://registry.example.com/site:1.0.0', undefined],
  ['no folder', 'oci://registry.example.com', undefined],
  ['another scheme', 'https://registry.example.com/site', undefined],
  ['a release that can be no tag', 'oci://registry.example.com/site', 'a b'],
] as const)('an address with %s is refused', async ([, registry, release]) => {
  const report = await push(await repository(), roots, { registry, release });
  expect(printReport(report)).toMatchSnapshot();
  expect(report.exitCode).toBe(2);
});

test('a chart that cannot be packed is wrong input', async () => {
  const workspace = await repository();
  await write(workspace, 'charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: new\n');
  commit(workspace, 'wrong');
  const report = await push(workspace, roots, { registry: 'oci://registry.example.com/site' });
  expect([report.exitCode, report.findings[0]?.message]).toEqual([
    2,
    'the version "new" is not a complete SemVer version',
  ]);
});
