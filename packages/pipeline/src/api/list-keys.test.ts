import { parseManifests } from '@helm-charts/kubernetes';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { duplicateEntries } from './list-keys.ts';
import { appliedObject } from './testing.ts';

const said = (text: string, isServerSide = true) =>
  parseManifests(text, 'a.yaml').documents.flatMap((document) =>
    duplicateEntries({ ...appliedObject(document), isServerSide }).map(printFinding),
  );

const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  topologySpreadConstraints:
    - { topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1 }
    - { topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, maxSkew: 1 }
  containers:
    - name: web
      env: [{ name: A, value: a }, { name: "\${B}" }, { name: A, value: b }, { name: "\${B}" }]
      ports: [{ containerPort: 53, protocol: UDP }, { containerPort: 53 }, { containerPort: 53, protocol: TCP, name: a }]
`;

test('entries with the same key are named by the key, with its default', () => {
  expect(said(pod)).toMatchInlineSnapshot(`
    [
      "error a.yaml: Pod web: spec.containers[0].env[2]: duplicate entries for key [name="A"], so server-side apply refuses the object; remove or rename one of the two. [api]",
      "error a.yaml: Pod web: spec.containers[0].ports[2]: duplicate entries for key [containerPort=53,protocol="TCP"], so server-side apply refuses the object; remove or rename one of the two. [api]",
    ]
  `);
});

test('a creation allows them', () => {
  expect(said(pod, false)).toEqual([]);
});

test('lists without keys and kinds that Kubernetes does not have are left alone', () => {
  expect(said(pod.replace('v1', 'example.com/v1'))).toEqual([]);
  expect(
    said(
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { tolerations: [{ key: a }, { key: a }] }',
    ),
  ).toEqual([]);
});
