import { expect, test } from 'vitest';
import { add, expecting, findings, set } from '../testing/cluster.ts';
import { claim } from '../testing/parts.ts';

test('R4 a claim that goes with its release', () => {
  expect(
    findings('R4', set('PersistentVolumeClaim msp/files', 'metadata.annotations', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: metadata.annotations: without helm.sh/resource-policy: keep the data go with the release; add it (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R4 a claim that names its volume', () => {
  expect(
    findings('R4', set('PersistentVolumeClaim msp/files', 'spec.volumeName', 'pv-1')),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: spec.volumeName: it can never change and belongs to the cluster, not to the chart; remove it (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R4 a claim that nobody mounts', () => {
  expect(
    findings(
      'R4',
      add(claim('core', 'spare')),
      expecting({ claims: { files: '1Gi', 'db-data': '1Gi', 'redis-data': '1Gi', spare: '1Gi' } }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/spare: no pod of its release mounts it, so it stays Pending and the release never becomes ready; mount it or remove it (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R4 a claim without a storage class', () => {
  expect(
    findings('R4', set('PersistentVolumeClaim msp/files', 'spec.storageClassName', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: spec.storageClassName: it takes whatever class is the cluster's default on that day; name one (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R4 a claim of another size than it had', () => {
  expect(
    findings(
      'R4',
      set('PersistentVolumeClaim msp/files', 'spec.resources.requests.storage', '2Gi'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: spec.resources.requests.storage: installed appliances have 1Gi and this is 2Gi, and a claim can't change; keep the size (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R4 a claim whose size the profile does not know', () => {
  expect(
    findings('R4', expecting({ claims: { 'db-data': '1Gi', 'redis-data': '1Gi' } })),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: spec.resources.requests.storage: its size 1Gi must stay as it is for ever; write it into expects.claims of the profile (charts/core/templates/persistentvolumeclaim.yaml). [R4]",
    ]
  `);
});

test('R5 a StatefulSet with a template of claims', () => {
  expect(
    findings(
      'R5',
      set('StatefulSet msp/db', 'spec.volumeClaimTemplates', [{ metadata: { name: 'data' } }]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: spec.volumeClaimTemplates: they can never change and Helm never keeps what they make; write a PersistentVolumeClaim and mount it (charts/core/templates/statefulset.yaml). [R5]",
    ]
  `);
});
