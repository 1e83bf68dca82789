import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { addSchemas } from './add.ts';
import { feedCrd } from './testing.ts';

const crd = (text: string): string => `kind: CustomResourceDefinition\n${text}`;

test('whatever is no definition is named with its reason, all at once, and nothing is written', async () => {
  const root = await workspace({
    'good.yaml': feedCrd,
    'object.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    'empty.yaml': '',
    'list.yaml': '- a\n- b\n',
    'syntax.yaml': 'a: [1\n',
    'beta.yaml': crd('apiVersion: apiextensions.k8s.io/v1beta1\nmetadata: { name: as.x.io }\n'),
    'bare.yaml': crd('apiVersion: apiextensions.k8s.io/v1\nmetadata: { name: as.x.io }\n'),
    'climbs.yaml': feedCrd.replace('group: example.com', 'group: ../../evil'),
    'folder/good.yaml': feedCrd,
    'folder/unserved.yaml': feedCrd.replaceAll('served: true', 'served: false'),
  });
  await writeFile(join(root, 'binary.yaml'), Buffer.from([0xff, 0x00, 0x41]));
  const before = readdirSync(root);
  const names = ['good', 'object', 'empty', 'list', 'syntax', 'binary', 'beta', 'bare', 'climbs'];
  const paths = [...names.map((name) => `${name}.yaml`), 'folder', 'nowhere.yaml'];
  const report = await addSchemas({
    workspace: root,
    paths: paths.map((path) => join(root, path)),
  });
  expect(report.exitCode).toBe(2);
  expect(report.findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error object.yaml: this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind; pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>. [schemas]",
      "error empty.yaml: this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind; pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>. [schemas]",
      "error list.yaml: this defines no custom resource: it contains neither a CustomResourceDefinition nor a JSON Schema of a kind; pass the file with the CustomResourceDefinition, the directory of a chart, or a JSON Schema with --kind <group>/<version>/<Kind>. [schemas]",
      "error syntax.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
      "error binary.yaml: the file is not UTF-8 text, so no definition can be read from it; save it as UTF-8, or name another file. [yaml]",
      "error beta.yaml: CustomResourceDefinition as.x.io: apiVersion: "apiextensions.k8s.io/v1beta1" is not served by Kubernetes 1.22 and later; take a definition of apiextensions.k8s.io/v1. [schemas]",
      "error bare.yaml: CustomResourceDefinition as.x.io: spec.group: there is no name; write it as monitoring.example.com. [schemas]",
      "error bare.yaml: CustomResourceDefinition as.x.io: spec.names.kind: there is no name; write it as ServiceMonitor. [schemas]",
      "error bare.yaml: CustomResourceDefinition as.x.io: spec.versions: no version is served and has schema.openAPIV3Schema; add the schema of a version that is served. [schemas]",
      "error climbs.yaml: CustomResourceDefinition rssfeeds.example.com: spec.group: "../../evil" is no name that Kubernetes takes; write it as monitoring.example.com. [schemas]",
      "error folder/unserved.yaml: CustomResourceDefinition rssfeeds.example.com: spec.versions: no version is served and has schema.openAPIV3Schema; add the schema of a version that is served. [schemas]",
      "error nowhere.yaml: the file or folder does not exist; correct the path. [schemas]",
    ]
  `);
  expect(readdirSync(root)).toEqual(before);
});

test('--kind that names no kind is refused, and one that does makes a schema without fields a kind', async () => {
  const root = await workspace({ 'any.json': '{ "type": "object" }' });
  const add = (kind: string) =>
    addSchemas({ workspace: root, paths: [join(root, 'any.json')], kind });
  const refused = [await add('Thing'), await add('../x/v1/Thing'), await add('../v1/Thing')];
  expect(refused.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
  expect(refused.map(({ findings }) => findings.map(printFinding))).toMatchInlineSnapshot(`
    [
      [
        "error --kind: "Thing" does not name a kind, which is <group>/<version>/<Kind>; write for instance --kind monitoring.coreos.com/v1/ServiceMonitor. [schemas]",
      ],
      [
        "error --kind: "../x/v1/Thing" does not name a kind, which is <group>/<version>/<Kind>; write for instance --kind monitoring.coreos.com/v1/ServiceMonitor. [schemas]",
      ],
      [
        "error --kind: "../v1/Thing" does not name a kind, which is <group>/<version>/<Kind>; write for instance --kind monitoring.coreos.com/v1/ServiceMonitor. [schemas]",
      ],
    ]
  `);
  expect(await add('example.com/v1/Thing')).toMatchObject({ exitCode: 0 });
});
