import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { progressDeadline } from './progress-deadline.ts';

test('no deadline, in a chart by itself', () => {
  const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 1 }
`;
  expect(tryRule(progressDeadline, deployment).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Deployment web: spec.progressDeadlineSeconds: the Deployment has no deadline of its own, and Flux takes an image pull of more than 600 seconds for a failure; set it, for instance to 1800. [progress-deadline]",
    ]
  `);
});
