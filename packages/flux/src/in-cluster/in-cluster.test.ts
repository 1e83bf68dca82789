import { parseManifests } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { inClusterOf } from './in-cluster.ts';

const producer = (apiVersion: string, kind: string, spec: string) =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: app, namespace: demo}\nspec: ${spec}\n`;

const objects = (text: string) =>
  parseManifests(text, 'tree').documents.map(({ manifest }) => manifest);

test.each([
  ['external-secrets.io/v1', 'ExternalSecret', '{target: {name: made}}', 'Secret', 'made'],
  ['external-secrets.io/v1', 'ExternalSecret', '{}', 'Secret', 'app'],
  ['bitnami.com/v1alpha1', 'SealedSecret', '{encryptedData: {}}', 'Secret', 'app'],
  ['cert-manager.io/v1', 'Certificate', '{secretName: tls}', 'Secret', 'tls'],
  ['objectbucket.io/v1alpha1', 'ObjectBucketClaim', '{}', 'ConfigMap', 'app'],
  ['postgresql.cnpg.io/v1', 'Cluster', '{}', 'Secret', 'app-superuser'],
])('%s %s %s creates a %s %s', (apiVersion, kind, spec, produced, name) => {
  const inCluster = inClusterOf(objects(producer(apiVersion, kind, spec)));
  expect(inCluster(produced, 'demo', name)?.message).toBe(
    `${kind} demo/app creates ${produced} demo/${name} in the cluster, where its content is known`,
  );
  expect(inCluster(produced, 'other', name)).toBeUndefined();
});

test('a ClusterExternalSecret creates its Secret in every namespace', () => {
  const text = producer(
    'external-secrets.io/v1',
    'ClusterExternalSecret',
    '{externalSecretName: made}',
  );
  expect(inClusterOf(objects(text))('Secret', 'any', 'made')).toBeDefined();
});

test('what the configuration states is declared, and other Secrets are assumed only if asked', () => {
  const assumptions = { inCluster: ['Secret demo/age'], assumesSecrets: true };
  const inCluster = inClusterOf([], assumptions);
  expect(inCluster('Secret', 'demo', 'age')).toEqual({
    message: 'the configuration states that Secret demo/age is in the cluster',
    isDeclared: true,
  });
  expect(inCluster('Secret', 'demo', 'other')).toMatchInlineSnapshot(`
    {
      "fix": "state it with inCluster in helm-charts.config.ts, or correct the name",
      "message": "nothing in the tree creates Secret demo/other, and it is assumed to be in the cluster",
    }
  `);
  expect(inCluster('ConfigMap', 'demo', 'other')).toBeUndefined();
  expect(inClusterOf([])('Secret', 'demo', 'other')).toBeUndefined();
});
