import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { beforeEach, expect, test } from 'vitest';
import { openSession } from './open.ts';
import {
  type ApiValidation,
  type ApiValidationOptions,
  validateAsApiServer,
  validateUpdates,
} from './validate.ts';

let cache: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'apiserver-'));
  cache = join(directory, 'api.json');
  return () => rm(directory, { recursive: true });
});

/** What the API server says; without the program the test fails with the command that builds it. */
const said = (result: ApiValidation) => {
  if (result.status !== 'validated') throw new Error(`${result.program}: ${result.fix}`);
  const unknown = result.unknown.map(({ manifest }) => manifest.kind);
  return { findings: result.findings.map(printFinding), unknown };
};

/** Validates the objects of a YAML stream. */
const validate = async (text: string, options: Omit<ApiValidationOptions, 'cache'> = {}) => {
  const { documents } = parseManifests(text, 'shop.yaml');
  return said(await validateAsApiServer(documents, { ...options, cache }));
};

const pod = (port: number, more = '') => `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  ${more}
  containers:
    - name: web
      image: nginx:1.29
      ports: [{containerPort: ${port}}]
`;

test('finds what the API server rejects and warns of', async () => {
  const endpoints = 'apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\n';
  const result = await validate(`${pod(80_800, 'hostt: a')}---${pod(80)}---\n${endpoints}`);
  expect(result).toMatchInlineSnapshot(`
    {
      "findings": [
        "error shop.yaml: Pod shop/web: spec.hostt: unknown field "spec.hostt"; remove the field, or correct its name. [api]",
        "error shop.yaml: Pod shop/web: spec.containers[0].ports[0].containerPort: Invalid value: 80800: must be between 1 and 65535, inclusive. [api]",
        "warning shop.yaml: Endpoints db: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice. [api]",
      ],
      "unknown": [],
    }
  `);
});

test('applies the Pod Security Standards by the labels of the namespace', async () => {
  const text = pod(80, 'hostNetwork: true');
  const namespace = (level: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n`;
  expect((await validate(text)).findings).toEqual([]);
  expect((await validate(`${text}---\n${namespace('privileged')}`)).findings).toEqual([]);
  const { findings } = await validate(`${text}---\n${namespace('baseline')}`);
  expect(findings).toMatchInlineSnapshot(`
    [
      "error shop.yaml: Pod shop/web: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPort (container "web" uses hostPort 80); change the pod, or the label pod-security.kubernetes.io/enforce of the Namespace. [pod-security]",
    ]
  `);
  const namespaces = { shop: { 'pod-security.kubernetes.io/enforce': 'baseline' } };
  expect((await validate(text, { namespaces })).findings).toEqual(findings);
});

test('validates custom objects by the definitions among the objects', async () => {
  const backup = 'apiVersion: example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {keep: 0}\n';
  const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: backups.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: backups, singular: backup, kind: Backup, listKind: BackupList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: {keep: {type: integer}}
              x-kubernetes-validations: [{rule: self.keep > 0, message: keep at least one}]
`;
  expect(await validate(backup)).toEqual({ findings: [], unknown: ['Backup'] });
  const result = await validate(`${backup}---${definition}`);
  expect(result).toMatchInlineSnapshot(`
    {
      "findings": [
        "error shop.yaml: Backup a: spec: Invalid value: keep at least one. [api]",
      ],
      "unknown": [],
    }
  `);
  const definitions = parseManifests(definition, 'crd.yaml').documents;
  expect(await validate(backup, { definitions })).toEqual(result);
});

test('an update of an immutable field is an error', async () => {
  const claim = (size: string) =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${size}}}}\n`;
  const document = (text: string) => parseManifests(text, 'shop.yaml').documents[0]!;
  const update = async (from: string, to: string) => {
    const updates = [{ old: document(claim(from)), new: document(claim(to)) }];
    return said(await validateUpdates(updates, { cache })).findings;
  };
  expect(await update('8Gi', '9Gi')).toEqual([]);
  expect(await update('8Gi', '7Gi')).toMatchInlineSnapshot(`
    [
      "error shop.yaml: PersistentVolumeClaim data: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity; restore the old value, or give the object another name. [api]",
    ]
  `);
});

test('feature gates are those of the cluster', async () => {
  const scaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 0
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: External, external: {metric: {name: queue}, target: {type: Value, value: 1}}}]
`;
  const withGates = (featureGates: Readonly<Record<string, boolean>>) =>
    validate(scaler, { featureGates });
  expect((await withGates({})).findings).toMatchInlineSnapshot(`
    [
      "error shop.yaml: HorizontalPodAutoscaler web: spec.minReplicas: Invalid value: 0: must be greater than or equal to 1. [api]",
    ]
  `);
  expect((await withGates({ HPAScaleToZero: true })).findings).toEqual([]);
  await expect(withGates({ Nope: true })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('unrecognized feature gate: Nope'),
  });
});

test('takes results from the cache while program and objects are the same', async () => {
  const first = await validate(pod(80_800));
  const kept = await readFile(cache, 'utf8');
  await writeFile(cache, kept.replaceAll('80800', '80801'));
  const second = await validate(pod(80_800));
  expect(second.findings.join()).toBe(first.findings.join().replaceAll('80800', '80801'));
  const program = join(dirname(cache), 'another');
  const opened = await openSession({});
  if ('fix' in opened) throw new Error(opened.fix);
  await symlink(opened.session.path, program);
  expect(await validate(pod(80_800), { program })).toEqual(first);
});
