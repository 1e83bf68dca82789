import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { progressDeadline } from './progress-deadline.ts';

test('reports a missing deadline in a chart', () => {
  const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 1 }
`;
  expect(tryRule(progressDeadline, deployment).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Deployment web: spec.progressDeadlineSeconds: it is not set, so Flux reports an image pull of more than 600 seconds as a failure; set it, for instance to 1800. [progress-deadline]",
    ]
  `);
});
