import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { rolloutHostPort } from './rollout-host-port.ts';

test('reports a Deployment in the network of the node', () => {
  const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { hostNetwork: true, containers: [{ name: web }] } } }
`;
  expect(tryRule(rolloutHostPort, deployment).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Deployment web: spec.strategy.type: during an update the new pod waits for the ports of the node's network, which the old pod keeps; set it to Recreate. [rollout-host-port]",
    ]
  `);
});
