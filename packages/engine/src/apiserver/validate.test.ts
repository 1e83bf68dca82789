import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { beforeEach, expect, type TestContext, test } from 'vitest';
import { program as defaultProgram } from './program.ts';
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

/** Without the program, the test is skipped with the command that builds it; in CI it fails. */
const built = (context: TestContext, result: ApiValidation) => {
  if (result.status === 'validated') {
    const unknown = result.unknown.map(({ manifest }) => manifest.kind);
    return { findings: result.findings.map(printFinding), unknown };
  }
  const message = `${result.program} is not built; ${result.fix}`;
  if (process.env.CI) throw new Error(message);
  return context.skip(message);
};

/** Validates the objects of a YAML stream. */
const validate = async (
  context: TestContext,
  text: string,
  options: Omit<ApiValidationOptions, 'cache'> = {},
) => {
  const { documents } = parseManifests(text, 'shop.yaml');
  return built(context, await validateAsApiServer(documents, { ...options, cache }));
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

test('finds what the API server rejects and warns of', async (context) => {
  const endpoints = 'apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\n';
  const said = await validate(context, `${pod(80_800, 'hostt: a')}---${pod(80)}---\n${endpoints}`);
  expect(said).toMatchInlineSnapshot(`
    {
      "findings": [
        "error shop.yaml: Pod shop/web: spec.hostt: unknown field "spec.hostt". [api]",
        "error shop.yaml: Pod shop/web: spec.containers[0].ports[0].containerPort: Invalid value: 80800: must be between 1 and 65535, inclusive. [api]",
        "warning shop.yaml: Endpoints db: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice. [api]",
      ],
      "unknown": [],
    }
  `);
});

test('applies the Pod Security Standards by the labels of the namespace', async (context) => {
  const text = pod(80, 'hostNetwork: true');
  const namespace = (level: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n`;
  expect((await validate(context, text)).findings).toEqual([]);
  expect((await validate(context, `${text}---\n${namespace('privileged')}`)).findings).toEqual([]);
  const { findings } = await validate(context, `${text}---\n${namespace('baseline')}`);
  expect(findings).toMatchInlineSnapshot(`
    [
      "error shop.yaml: Pod shop/web: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPort (container "web" uses hostPort 80). [api]",
    ]
  `);
  const namespaces = { shop: { 'pod-security.kubernetes.io/enforce': 'baseline' } };
  expect((await validate(context, text, { namespaces })).findings).toEqual(findings);
});

test('validates custom objects by the definitions among the objects', async (context) => {
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
  expect(await validate(context, backup)).toEqual({ findings: [], unknown: ['Backup'] });
  const said = await validate(context, `${backup}---${definition}`);
  expect(said).toMatchInlineSnapshot(`
    {
      "findings": [
        "error shop.yaml: Backup a: spec: Invalid value: keep at least one. [api]",
      ],
      "unknown": [],
    }
  `);
  expect(await validate(context, backup, { definitions: [definition] })).toEqual(said);
});

test('an update of an immutable field is an error', async (context) => {
  const claim = (size: string) =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${size}}}}\n`;
  const document = (text: string) => parseManifests(text, 'shop.yaml').documents[0]!;
  const update = async (from: string, to: string) => {
    const updates = [{ old: document(claim(from)), new: document(claim(to)) }];
    return built(context, await validateUpdates(updates, { cache })).findings;
  };
  expect(await update('8Gi', '9Gi')).toEqual([]);
  expect(await update('8Gi', '7Gi')).toMatchInlineSnapshot(`
    [
      "error shop.yaml: PersistentVolumeClaim data: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity. [api]",
    ]
  `);
});

test('feature gates are those of the cluster', async (context) => {
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
  const said = (featureGates: Readonly<Record<string, boolean>>) =>
    validate(context, scaler, { featureGates });
  expect((await said({})).findings).toMatchInlineSnapshot(`
    [
      "error shop.yaml: HorizontalPodAutoscaler web: spec.minReplicas: Invalid value: 0: must be greater than or equal to 1. [api]",
    ]
  `);
  expect((await said({ HPAScaleToZero: true })).findings).toEqual([]);
  await expect(said({ Nope: true })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('unrecognized feature gate: Nope'),
  });
});

test('takes results from the cache while program and objects are the same', async (context) => {
  const first = await validate(context, pod(80_800));
  const kept = await readFile(cache, 'utf8');
  await writeFile(cache, kept.replaceAll('80800', '80801'));
  const second = await validate(context, pod(80_800));
  expect(second.findings.join()).toBe(first.findings.join().replaceAll('80800', '80801'));
  const program = join(dirname(cache), 'another');
  await symlink(defaultProgram, program);
  expect(await validate(context, pod(80_800), { program })).toEqual(first);
});

test('says that the program is not built, with the command', async () => {
  const program = join(cache, 'helm-charts-apiserver');
  const fix = expect.stringContaining(`-o ${program} ./cmd/helm-charts-apiserver`);
  expect(await validateAsApiServer([], { cache, program })).toEqual({
    status: 'not-built',
    program,
    fix,
  });
});

test('a program that ends without an answer is a failure', async () => {
  const { documents } = parseManifests(pod(80), 'shop.yaml');
  const failure = (program: string) =>
    validateAsApiServer(documents, { cache, program }).catch((cause: unknown) => cause);
  expect(await failure('/bin/true')).toMatchInlineSnapshot(
    `[Failure: error /bin/true: the program ended with 0. [environment]]`,
  );
  expect(await failure('/bin/false')).toMatchInlineSnapshot(
    `[Failure: error /bin/false: the program ended with 1. [environment]]`,
  );
});
