import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { listDuplicate } from './list-duplicate.ts';

test('reports a duplicate port, mount path and volume', () => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      ports: [{ containerPort: 80 }, { containerPort: 80, protocol: TCP }]
      volumeMounts: [{ name: a, mountPath: /a }, { name: b, mountPath: /a }]
  volumes: [{ name: a, emptyDir: {} }, { name: a, emptyDir: {} }]
`;
  expect(tryRule(listDuplicate, pod).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.volumes[1]: volume a is in the list twice; remove or rename one; server-side apply refuses the object. [list-duplicate]",
      "error objects.yaml: Pod web: spec.containers[0].ports[1]: container web has port 80/TCP twice; remove or rename one; server-side apply refuses the object. [list-duplicate]",
      "error objects.yaml: Pod web: spec.containers[0].volumeMounts[1]: container web has mount path /a twice; remove or rename one; server-side apply refuses the object. [list-duplicate]",
    ]
  `);
});
