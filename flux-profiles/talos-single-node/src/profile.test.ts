import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '@helm-charts/engine';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { all, one } from '@helm-charts/testing/charts';
import { type Manifest, manifestId, type Profile, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { dataClaims } from './secrets.ts';

type HelmRelease = Profile['releases'][number]['helmRelease'];

const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));
const out = await mkdtemp(join(tmpdir(), 'profile-'));
const engine = openEngine({ workspaceRoot });
const directory = join(workspaceRoot, 'flux-profiles/talos-single-node');
const {
  built: { layers },
  installed: renders,
  findings,
  isWhole,
} = await simulate(treeInput({ workspaceRoot, directory, out }), engine);
await rm(out, { recursive: true });

const applied = layers.flatMap(({ documents }) => documents);
const objects = applied.map(({ manifest }) => manifest);
const helmReleases = objects.filter(isHelmRelease);
const installed = (release: string) =>
  renders.find(({ file }) => file === `${release}.yaml`)!.documents;
const manifestsOf = (release: string) => installed(release).map(({ manifest }) => manifest);

describe('T001: the kustomization of the profile', () => {
  test('resolves as in Flux', () => {
    expect(isWhole).toBe(true);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(printFinding)).toEqual([]);
  });

  test('contains every object once, including those of its releases', () => {
    const everything = [...applied, ...renders.flatMap(({ documents }) => documents)];
    const ids = everything.map(({ manifest }) => `${manifest.apiVersion} ${manifestId(manifest)}`);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('is valid against the schemas of Flux and Kubernetes', async () => {
    const invalid = await engine.validate(applied, 'profile.test');
    expect(invalid.map(printFinding)).toEqual([]);
  });

  test('has the names that installed appliances depend on', () => {
    const known = [
      'alga-core',
      'email-service',
      'pgbouncer',
      'temporal',
      'temporal-worker',
      'workflow-worker',
    ];
    expect(helmReleases.map(({ metadata }) => metadata?.name).toSorted()).toEqual(known);
    for (const { metadata, spec } of helmReleases) {
      expect(metadata?.namespace).toBe('alga-system');
      expect(spec).toMatchObject({ releaseName: metadata?.name, targetNamespace: 'msp' });
      const { kind, name, valuesKey } = spec!.valuesFrom![0]!;
      expect([kind, valuesKey]).toEqual(['ConfigMap', `${metadata?.name}.talos-single-node.yaml`]);
      expect(name).toMatch(new RegExp(`^appliance-values-${metadata?.name}-[a-z0-9]{10}$`));
    }
  });

  test('has no dependency cycle: pgbouncer depends on nothing, alga-core on pgbouncer', () => {
    const waits = Object.fromEntries(
      helmReleases.map(({ metadata, spec }) => [
        metadata?.name,
        (spec?.dependsOn ?? []).map(({ name }) => name),
      ]),
    );
    expect(waits).toEqual({
      pgbouncer: [],
      'alga-core': ['pgbouncer'],
      temporal: ['alga-core'],
      'email-service': ['alga-core', 'pgbouncer'],
      'workflow-worker': ['alga-core', 'pgbouncer', 'temporal'],
      'temporal-worker': ['alga-core', 'pgbouncer', 'temporal'],
    });
    const ready = new Set<string | undefined>();
    for (const _ of helmReleases) {
      for (const [name, others] of Object.entries(waits))
        if (others.every((other) => ready.has(other))) ready.add(name);
    }
    expect([...ready].toSorted()).toEqual(Object.keys(waits).toSorted());
  });
});

describe('T002: the release alga-core', () => {
  const manifests = manifestsOf('alga-core');

  test('renders with the values of its ConfigMap, and is valid against the schemas', async () => {
    expect(one(manifests, 'Service', 'alga-core-sebastian').metadata.namespace).toBe('msp');
    const claims = all(manifests, 'PersistentVolumeClaim');
    expect(claims.map(({ spec }) => spec?.storageClassName)).toEqual(
      claims.map(() => 'local-path'),
    );
    const invalid = await engine.validate(installed('alga-core'), 'release.test');
    expect(invalid.map(printFinding)).toEqual([]);
  });

  test('has a deadline longer than the timeout of Flux, and keeps its volumes when it is pruned', () => {
    const { metadata, spec } = helmReleases.find(({ metadata }) => metadata?.name === 'alga-core')!;
    expect(spec?.timeout).toBe('30m');
    expect(spec).not.toHaveProperty('disableWait');
    expect(metadata?.annotations).toMatchObject({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    for (const { spec } of all(manifests, 'Deployment'))
      expect(spec?.progressDeadlineSeconds).toBeGreaterThanOrEqual(30 * 60);
  });

  test('T010: migrates and seeds with the image of the release, both enabled', () => {
    const job = one(manifests, 'Job').spec!.template.spec!.containers[0]!;
    const server = one(manifests, 'Deployment', 'alga-core-sebastian').spec!.template.spec!;
    expect(job.image).toBe(server.containers[0]!.image);
    expect(job.env!.filter(({ name }) => name.startsWith('SETUP_RUN_'))).toEqual([
      { name: 'SETUP_RUN_MIGRATIONS', value: 'true' },
      { name: 'SETUP_RUN_SEEDS', value: 'true' },
    ]);
  });

  test('connects to a pool in session mode', () => {
    const { spec } = one(manifests, 'Deployment', 'alga-core-sebastian');
    const env = spec!.template.spec!.containers[0]!.env!;
    const variable = (name: string) => env.find((one) => one.name === name)?.value;
    const pooler = manifestsOf('pgbouncer');
    const service = one(pooler, 'Service');
    expect([variable('DB_HOST'), variable('DB_PORT')]).toEqual([
      service.metadata.name,
      String(service.spec!.ports![0]!.port),
    ]);
    const ini = one(pooler, 'ConfigMap').data!['pgbouncer.ini']!;
    const [pool] = ini
      .split('\n')
      .filter((line) => line.startsWith(`${variable('DB_NAME_SERVER')} =`));
    expect(pool).toMatch(/ dbname=server pool_mode=session /);
  });
});

function isHelmRelease(manifest: Manifest): manifest is Manifest & HelmRelease {
  return manifest.kind === 'HelmRelease';
}

test('a request for a restore reaches the pod of its claim before Postgres starts', () => {
  const pod = one(manifestsOf('alga-core'), 'StatefulSet', 'db').spec!.template.spec!;
  const { volumes = [], initContainers = [] } = pod;
  const [{ name: claim, restoreSecret } = { name: '' }] = dataClaims;
  expect(volumes.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName)).toContain(
    claim,
  );
  const volume = volumes.find(({ secret }) => secret?.secretName === restoreSecret);
  expect(volume?.secret?.optional).toBe(true);
  const mounting = initContainers.filter(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name }) => name === volume?.name),
  );
  expect(mounting).toEqual([initContainers[0]]);
});
