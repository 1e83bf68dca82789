import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apisOf, defaultTarget, parseManifests } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtApiServer } from '../build/apiserver/sources.ts';
import { openSession } from './open.ts';
import { openApiServer } from './server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiserver-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the API server of a version of Kubernetes says of objects. */
const ask = async (kubernetes: string, text: string) => {
  const server = openApiServer({ kubernetes, cache: join(folder, 'api.json') });
  try {
    const { documents } = parseManifests(text, 'shop.yaml');
    const answer = await server.create(documents.map((document) => ({ document })));
    if (answer.status === 'not-built') throw new Error(`${answer.program}: ${answer.fix}`);
    expect(answer.otherVersion).toBeUndefined();
    return answer.verdicts;
  } finally {
    await server.close();
  }
};

const said = async (kubernetes: string, text: string) =>
  (await ask(kubernetes, text)).flatMap(({ findings }) => findings.map(printFinding));

/** Kinds that the API server answers, and does not store under their own name. */
const answered = /\/(?:Scale|\w+Review|Binding|ComponentStatus|Eviction|TokenRequest|\w+Options)$/;

const versions = [defaultTarget.kubernetes.name, '1.37'];
const built = await Promise.all(versions.map((version) => builtApiServer(version)));
const withProgram = versions.filter((_, index) => built[index] !== undefined);

test.each(withProgram)('Kubernetes %s serves the kinds of the target', async (version) => {
  const kinds = (apisOf(version) ?? []).filter(
    (api) => /\/[A-Z]\w+$/.test(api) && !answered.test(api),
  );
  const objects = kinds.map((api) => {
    const at = api.lastIndexOf('/');
    return `apiVersion: ${api.slice(0, at)}\nkind: ${api.slice(at + 1)}\nmetadata: {name: a}\n`;
  });
  const verdicts = await ask(version, objects.join('---\n'));
  const unknown = kinds.filter((_, index) => {
    const { unvalidated, findings = [] } = verdicts[index] ?? {};
    return (
      unvalidated !== undefined ||
      findings.some(({ message }) => /does not (?:serve|store)/.test(message))
    );
  });
  expect(unknown).toEqual([]);
  expect(kinds.length).toBeGreaterThanOrEqual(60);
});

test('the default version replaces a program that is missing', async () => {
  const substituted = {
    program: expect.stringMatching(/^@helm-charts\/apiserver-1\.99-/),
    fix: 'build it with sh tools/apiserver/build.sh 1.99',
  };
  expect(await openSession({ engine: 'native', kubernetes: '1.99' })).toMatchObject({
    session: { path: built[0] },
    substituted,
  });
  const server = openApiServer({ kubernetes: '1.99', cache: undefined });
  const { documents } = parseManifests(
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: A}\nspec: {more: 1}\n',
    'a.yaml',
  );
  const creation = documents.map((document) => ({ document }));
  expect(await server.create(creation)).toMatchObject({
    verdicts: [{ findings: [{ pointer: '/metadata/name' }] }],
    otherVersion: substituted,
  });
  await server.close();
});

describe.skipIf(!withProgram.includes('1.37'))('Kubernetes 1.37', () => {
  const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 0
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: External, external: {metric: {name: queue}, target: {type: Value, value: 1}}}]
`;
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx:1.29
      readinessProbe: {httpGet: {port: 80, protocol: HTTP2}}
`;

  test('allows what the feature gates of 1.36 do not', async () => {
    expect(await said('1.37', scaler)).toEqual([]);
    expect(await said('1.36', scaler)).toEqual([
      expect.stringContaining('spec.minReplicas: Invalid value: 0'),
    ]);
  });

  test('validates fields that 1.36 does not know', async () => {
    expect(await said('1.37', pod)).toEqual([]);
    expect(await said('1.36', pod)).toEqual([
      expect.stringContaining('unknown field "spec.containers[0].readinessProbe.httpGet.protocol"'),
    ]);
  });

  test('says other things of the same fault', async () => {
    const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [pods], verbs: []}]
`;
    const verbs = async (version: string) => (await ask(version, role))[0]?.findings[0]?.message;
    expect(await verbs('1.36')).toBe('Required value: verbs must contain at least one value');
    expect(await verbs('1.37')).toBe('Required value');
  });

  test('serves other versions', async () => {
    const [old] = await ask(
      '1.37',
      'apiVersion: certificates.k8s.io/v1beta1\nkind: ClusterTrustBundle\nmetadata: {name: a}\n',
    );
    expect(old?.findings.map(({ message }) => message).join()).toContain(
      'Kubernetes 1.37 does not serve certificates.k8s.io/v1beta1 by default: certificates.k8s.io/v1beta1 ClusterTrustBundle is deprecated in v1.37+',
    );
    const [known] = await ask(
      '1.37',
      'apiVersion: certificates.k8s.io/v1\nkind: ClusterTrustBundle\nmetadata: {name: a}\nspec: {trustBundle: x}\n',
    );
    expect(known?.findings.map(({ message }) => message).join()).toContain(
      'at least one trust anchor must be provided',
    );
  });
});
