import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { printReport } from '../report.ts';
import { addSchemas } from './add.ts';
import { feedCrd, realmCrd } from './testing.ts';

const add = async (
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
  kind?: string,
) => {
  const root = await workspace(files);
  const report = await addSchemas({
    workspace: root,
    paths: paths.map((path) => join(root, path)),
    kind,
  });
  const written = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !(path in files))
    .toSorted();
  return { root, written, printed: printReport(report) };
};

test('writes a schema and a module for each kind in a stream of definitions', async () => {
  const { root, written, printed } = await add({ 'all.yaml': `${feedCrd}---\n${realmCrd}` }, [
    'all.yaml',
  ]);
  expect(written).toEqual([
    'schemas/example.com/realm-v1beta1.json',
    'schemas/example.com/realm-v1beta1.ts',
    'schemas/example.com/rssfeed-v1.json',
    'schemas/example.com/rssfeed-v1.ts',
    'schemas/lock.json',
  ]);
  expect(printed).toMatchInlineSnapshot(`
    "  example.com/v1/RSSFeed: schemas/example.com/rssfeed-v1.ts exports rssFeed
      example.com/v1beta1/Realm: schemas/example.com/realm-v1beta1.ts exports realm
    schemas: 2 kinds in schemas/
    "
  `);
  const schema = JSON.parse(
    readFileSync(join(root, 'schemas/example.com/rssfeed-v1.json'), 'utf8'),
  );
  expect(schema.properties.spec).toMatchInlineSnapshot(`
    {
      "additionalProperties": false,
      "properties": {
        "headers": {
          "additionalProperties": {
            "type": "string",
          },
          "type": "object",
        },
        "interval": {
          "type": "string",
        },
        "mode": {
          "enum": [
            "Full",
            "Titles",
          ],
          "type": "string",
        },
        "options": {
          "type": "object",
        },
        "port": {
          "type": [
            "integer",
            "string",
          ],
        },
        "retries": {
          "minimum": 0,
          "type": [
            "integer",
            "null",
          ],
        },
        "steps": {
          "items": {
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
              },
              "on-error": {
                "type": "boolean",
              },
            },
            "required": [
              "name",
            ],
            "type": "object",
          },
          "type": "array",
        },
        "url": {
          "pattern": "^https://",
          "type": "string",
        },
      },
      "required": [
        "url",
      ],
      "type": "object",
    }
  `);
});

test('reads the definitions of a chart in crds/ and in its rendered manifests', async () => {
  const files = {
    'operator/Chart.yaml': 'apiVersion: v2\nname: operator\nversion: 1.0.0\n',
    'operator/crds/feeds.yaml': feedCrd,
    'operator/templates/realms.yaml': `{{- if true }}\n${realmCrd}{{- end }}\n`,
  };
  const { written } = await add(files, ['operator']);
  expect(written.filter((path) => path.endsWith('.ts'))).toEqual([
    'schemas/example.com/realm-v1beta1.ts',
    'schemas/example.com/rssfeed-v1.ts',
  ]);
});

test('reads a JSON Schema with its kind or with --kind, and resolves its own definitions', async () => {
  const schema = JSON.stringify({
    definitions: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
    type: 'object',
    properties: { spec: { $ref: '#/definitions/spec' } },
  });
  const { root, written } = await add(
    { 'pool.json': schema },
    ['pool.json'],
    'example.com/v1/Pool',
  );
  expect(written).toEqual([
    'schemas/example.com/pool-v1.json',
    'schemas/example.com/pool-v1.ts',
    'schemas/lock.json',
  ]);
  expect(readFileSync(join(root, written[1] ?? ''), 'utf8')).toContain('readonly size?: number;');
});

test('uses the folder in the configuration', async () => {
  const root = await workspace({
    'helm-charts.config.ts': "export default { schemas: 'types/crds' };\n",
    'feed.yaml': feedCrd,
  });
  await addSchemas({ workspace: root, paths: [join(root, 'feed.yaml')] });
  expect(readdirSync(join(root, 'types/crds/example.com'))).toHaveLength(2);
  expect(JSON.parse(readFileSync(join(root, 'types/crds/lock.json'), 'utf8'))).toEqual({
    kinds: {
      'example.com/v1/RSSFeed': {
        from: 'feed.yaml',
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
    },
  });
});

test('rejects files without a definition, missing files and URLs, and writes nothing', async () => {
  const root = await workspace({ 'a.yaml': 'kind: ConfigMap\n', 'b.yaml': 'a: [\n' });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'feed.yaml'), feedCrd);
  const paths = ['a.yaml', 'b.yaml', 'c.yaml', 'empty', 'feed.yaml'].map((path) =>
    join(root, path),
  );
  const report = await addSchemas({ workspace: root, paths });
  expect(printReport(report).replaceAll(root, '')).toMatchInlineSnapshot(`
    "error a.yaml: this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind; pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>. [schemas]
    error b.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]
    error c.yaml: the file or folder does not exist; correct the path. [schemas]
    error empty: this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind; pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>. [schemas]
    schemas: failed (exit code 2)
    "
  `);
  expect(readdirSync(root)).not.toContain('schemas');
  const remote = await addSchemas({ workspace: root, paths: ['https://example.com/crd.yaml'] });
  expect(printReport(remote)).toMatchInlineSnapshot(`
    "error https://example.com/crd.yaml: this is a URL, but definitions are read from files only, so that every run uses the same ones; download it first, for instance with curl --location --output crd.yaml https://example.com/crd.yaml, and add the file, or take it from a cluster: kubectl get crd NAME --output yaml > crd.yaml. [schemas]
    schemas: failed (exit code 2)
    "
  `);
});
