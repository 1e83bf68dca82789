import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { printReport } from '../report.ts';
import { addSchemas } from './add.ts';
import { listSchemas } from './list.ts';
import { feedCrd, realmCrd } from './testing.ts';

const added = async (): Promise<string> => {
  const root = await workspace({ 'feeds.yaml': feedCrd, 'realms.yaml': realmCrd });
  const paths = ['feeds.yaml', 'realms.yaml'].map((path) => join(root, path));
  await addSchemas({ workspace: root, paths });
  return root;
};

const list = async (workspace: string, target = {}): Promise<string> =>
  printReport(await listSchemas({ workspace, target })).replace(/\d+ kinds$/gm, 'n kinds');

test('lists what was added with its source, and the sets of the target', async () => {
  const text = await list(await added(), { flux: '2.10' });
  expect(text.replace(/\d+ for/, 'n for')).toMatchInlineSnapshot(`
    "  example.com/v1beta1/Realm: schemas/example.com/realm-v1beta1.json, from realms.yaml
      example.com/v1/RSSFeed: schemas/example.com/rssfeed-v1.json, from feeds.yaml
      kubernetes-1.36: n kinds
      flux-2.10: n kinds
      cert-manager: n kinds
      external-secrets: n kinds
      flux-operator: n kinds
      gateway-api: n kinds
      prometheus-operator: n kinds
    schemas: 2 kinds in schemas/, n for Kubernetes 1.36.3 and Flux 2.10
    "
  `);
});

test('says which schema was changed, and which is missing', async () => {
  const root = await added();
  const file = join(root, 'schemas/example.com/rssfeed-v1.json');
  await writeFile(
    file,
    '{ "x-kubernetes-group-version-kind": [{ "group": "example.com", "version": "v1", "kind": "RSSFeed" }] }',
  );
  await rm(join(root, 'schemas/example.com/realm-v1beta1.json'));
  const text = await list(root);
  expect(text.split('\n').filter((line) => line.startsWith('error'))).toMatchInlineSnapshot(`
    [
      "error schemas/example.com/rssfeed-v1.json: the schema of example.com/v1/RSSFeed is not the one that was made from feeds.yaml; add the definition again with helm-charts schemas add. [schemas]",
      "error schemas/lock.json: the schema of example.com/v1beta1/Realm is missing, so its objects are not validated against realms.yaml; restore it, or remove the kind from the lock. [schemas]",
    ]
  `);
  expect(text).toContain('(exit code 1)');
});

test('a workspace without own schemas has those of the target', async () => {
  expect(await list(await workspace({}))).toMatch(/^ {2}kubernetes-1\.36: n kinds\n/);
});

test('a target without schemas is refused', async () => {
  const text = await list(await workspace({}), { kubernetes: '1.2' });
  expect(text).toContain('there are no schemas of Kubernetes 1.2; use 1.36 or 1.37.');
});
