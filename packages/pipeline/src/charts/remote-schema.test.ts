import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, onTestFinished, test } from 'vitest';
import { remoteDocuments, withDocuments } from './remote-schema.ts';

const base = 'https://schemas.example.com/charts';

const documents: Readonly<Record<string, object>> = {
  [`${base}/web.json`]: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `${base}/web.json`,
    type: 'object',
    properties: {
      size: { $ref: 'parts/numbers.json#/size' },
      self: { $ref: '#/properties/size' },
    },
    additionalProperties: false,
  },
  [`${base}/parts/numbers.json`]: { size: { $ref: 'limits.json' } },
  [`${base}/parts/limits.json`]: { type: 'integer', maximum: 9 },
};

const at = (url: string): string | undefined => {
  const document = documents[url];
  return document && JSON.stringify(document);
};

test('documents are found through others, by URLs relative to where they are', () => {
  const schema = JSON.stringify({ $ref: `${base}/web.json` });
  expect(remoteDocuments(schema, at)).toEqual(Object.keys(documents));
  expect(remoteDocuments(schema, () => undefined)).toEqual([`${base}/web.json`]);
});

test.each([
  { $ref: '#/definitions/size', definitions: { size: {} } },
  { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
  { $id: 'https://example.com/values.json', $ref: 'values.json#/x' },
  { $ref: 'file://../values.schema.json' },
  { $ref: 'parts/other.json' },
  { $ref: 'https://json-schema.org/draft/2020-12/schema' },
  [],
])('nothing is fetched for %j', (schema) => {
  expect(remoteDocuments(JSON.stringify(schema), at)).toEqual([]);
  expect(withDocuments(JSON.stringify(schema), at)).toBeUndefined();
});

test('a schema stays as it is if one of its documents is not available', () => {
  const schema = JSON.stringify({ $ref: `${base}/web.json` });
  const partly = (url: string) => (url.endsWith('limits.json') ? undefined : at(url));
  expect(withDocuments(schema, partly)).toBeUndefined();
  expect(withDocuments('no JSON', at)).toBeUndefined();
});

test.each([
  ['2020-12', {}],
  ['draft-07', { $schema: 'http://json-schema.org/draft-07/schema#' }],
  ['draft-04', { $schema: 'http://json-schema.org/draft-04/schema#' }],
])('Helm checks values with the documents in a schema of %s', async (_, head) => {
  const schema = withDocuments(JSON.stringify({ ...head, $ref: `${base}/web.json` }), at) ?? '';
  const root = await workspace({
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/values.schema.json': schema,
    'web/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  const folder = await mkdtemp(join(tmpdir(), 'schema-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const engine = openEngine({ workspaceRoot: root, cache: false });
  const render = async (values: object) => {
    const [rendered] = await engine.render([
      { name: 'a', namespace: 'a', chart: join(root, 'web'), values: { ...values } },
    ]);
    return rendered?.findings.map(({ message }) => message);
  };
  expect(await render({ size: 9, self: 1 })).toEqual([]);
  expect(await render({ size: 10 })).toEqual([expect.stringContaining('9')]);
  expect(await render({ other: 1 })).toEqual([expect.stringContaining('no such value')]);
});
