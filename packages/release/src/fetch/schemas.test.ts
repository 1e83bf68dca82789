import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fromRepository,
  helmRepository,
  startRepository,
  stream,
  testTree,
} from '../testing/chart-sources.ts';

test('documents to which a schema of values refers are fetched, also those that only they refer to', async () => {
  await using repository = await startRepository();
  const at = (name: string) => `${repository.url}/${name}`;
  const schema = (reference: string) => JSON.stringify({ $ref: reference });
  await repository.add({
    name: 'web',
    version: '1.0.0',
    files: { 'values.schema.json': schema(at('web.json')) },
  });
  const document = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: at('web.json'),
    properties: { size: { $ref: 'parts/size.json#/size' } },
    additionalProperties: false,
  };
  repository.files.set('/web.json', JSON.stringify(document));
  repository.files.set('/parts/size.json', JSON.stringify({ size: { type: 'integer' } }));
  const objects = (values: string) =>
    stream(
      helmRepository(repository.url),
      `${fromRepository('web', '1.0.0')}  values: ${values}\n`,
    );
  await using tree = await testTree({ 'cluster/all.yaml': objects('{size: 1}') });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "added    web 1.0.0 of http://HOST
    added    http://HOST/parts/size.json
    added    http://HOST/web.json
    fetch: 1 chart, 2 other URLs, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.rendering()).toContain('1 release, 3 manifests, 0 findings');
  await tree.write({ 'cluster/all.yaml': objects('{size: big, other: 1}') });
  expect(await tree.rendering()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:12: HelmRelease shop/web: spec.values.other: the chart has no such value; correct the name or remove it. [values]
    error cluster/all.yaml:12: HelmRelease shop/web: spec.values.size: "big" does not fit: the chart needs an integer; correct it. [values]
      1. HelmRelease shop/web: not rendered
    cluster: 1 release, 2 manifests, 2 findings; not rendered: 1 release with errors (exit code 2)
    "
  `);
  const before = repository.asked().length;
  expect(await tree.fetching()).toContain('charts.lock.json unchanged');
  expect(repository.asked()).toHaveLength(before);
  repository.files.set('/parts/size.json', JSON.stringify({ size: { type: 'string' } }));
  await rm(join(tree.root, 'node_modules/.cache/helm-charts/remotes'), { recursive: true });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error http://HOST/parts/size.json, to which the schema of the values of web refers, cannot be fetched: it has the digest DIGEST now, and the lock file says DIGEST; to accept it, run helm-charts fetch --update http://HOST/parts/size.json. [fetch]
    fetch: 1 chart, 1 other URL, none fetched, 1 missing, charts.lock.json unchanged (exit code 4)
    "
  `);
  expect(await tree.fetching({ update: [at('parts/size.json')] })).toMatchInlineSnapshot(`
    "changed  http://HOST/parts/size.json: DIGEST -> DIGEST
    fetch: 1 chart, 2 other URLs, none fetched, charts.lock.json changed
    "
  `);
});
