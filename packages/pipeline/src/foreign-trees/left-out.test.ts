import { expect, test } from 'vitest';
import { renderTree } from '../testing/foreign-tree.ts';

/** A Deployment whose replicas are a text, which its schema refuses, and a Pod with its ConfigMap. */
const apps = (metadata: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: demo, ${metadata} }
spec: { replicas: many }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: demo, ${metadata} }
data: { a: b }
---
apiVersion: v1
kind: Pod
metadata: { name: job, namespace: demo }
spec:
  containers:
    - { name: job, image: 'example.com/job:1', envFrom: [{ configMapRef: { name: settings } }] }
---
apiVersion: tool.example.com/v1
kind: Tool
metadata: { name: web, namespace: demo, ${metadata} }
spec: { size: big }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: tools.tool.example.com }
spec:
  group: tool.example.com
  names: { kind: Tool, plural: tools, singular: tool, listKind: ToolList }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
`;

const schemaErrors = async (metadata: string): Promise<readonly string[]> =>
  (await renderTree({ 'apps/all.yaml': apps(metadata) })).findings
    .filter((finding) => /^error/.test(finding))
    .map((finding) => /: (\w+ \S+): .*(\[.*\])/.exec(finding)?.slice(1).join(' ') ?? finding);

test.each([
  ['annotations: { kustomize.toolkit.fluxcd.io/reconcile: disabled }'],
  ['annotations: { kustomize.toolkit.fluxcd.io/ssa: Ignore }'],
  ['labels: { kustomize.toolkit.fluxcd.io/ssa: ignore }'],
])('an object with %s is not validated, and references to it hold', async (metadata) => {
  expect(await schemaErrors(metadata)).toEqual([]);
});

test('an object with another option is validated', async () => {
  const errors = await schemaErrors(
    'annotations: { kustomize.toolkit.fluxcd.io/reconcile: enabled }',
  );
  expect(new Set(errors)).toEqual(
    new Set(['Deployment demo/web [schema]', 'Tool demo/web [schema]']),
  );
});

test('the last line counts what Flux does not apply', async () => {
  const metadata = 'annotations: { kustomize.toolkit.fluxcd.io/ssa: Ignore }';
  const { summary } = await renderTree({ 'apps/all.yaml': apps(metadata) });
  expect(summary).toContain('3 objects that Flux does not apply');
});
