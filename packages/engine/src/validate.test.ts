import { type Manifest, printFinding } from '@helm-charts/types';
import type { ValidationResult } from 'kubeconform-wasm';
import { expect, test } from 'vitest';
import { validateManifests } from './validate.ts';

const manifest: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'pgbouncer', namespace: 'msp' },
};

const document = { manifest, text: 'the text', source: 'pgbouncer/templates/deployment.yaml' };

const check = async (verdict: ValidationResult): Promise<string[]> => {
  return (await validateManifests([document], async () => [verdict])).map(printFinding);
};

test('a valid manifest has no findings', async () => {
  expect(await check({ status: 'valid' })).toEqual([]);
});

test('reports each error with its object and field', async () => {
  const errors = [
    { path: '/spec/template/spec/containers/0/image', message: 'got number, want string' },
    { path: '/metadata/annotations/a.b~1c', message: 'got boolean, want string.' },
    { path: '', message: "missing property 'spec'" },
  ];
  expect(await check({ status: 'invalid', errors })).toMatchInlineSnapshot(`
    [
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: spec.template.spec.containers[0].image: got number, want string. [schema]",
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: metadata.annotations["a.b/c"]: got boolean, want string. [schema]",
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: missing property 'spec'. [schema]",
    ]
  `);
});

test('reports an unknown kind', async () => {
  const verdict = { status: 'unknown-kind', apiVersion: 'apps/v9', kind: 'Deployment' } as const;
  expect(await check(verdict)).toMatchInlineSnapshot(`
    [
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: there is no schema for Deployment of apps/v9, so the object was not validated; correct apiVersion or kind, or add the CustomResourceDefinition with helm-charts schemas add FILE. [unknown-kind]",
    ]
  `);
});

test('reports a text that cannot be parsed', async () => {
  expect(
    await check({ status: 'malformed', message: 'It has a key twice.' }),
  ).toMatchInlineSnapshot(`
    [
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: It has a key twice. [schema]",
    ]
  `);
  expect(await check({ status: 'empty' })).toMatchInlineSnapshot(`
    [
      "error pgbouncer/templates/deployment.yaml: Deployment msp/pgbouncer: the document is empty. [schema]",
    ]
  `);
});
