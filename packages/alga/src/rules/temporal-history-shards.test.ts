import { tryRule } from '@helm-charts/check';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { alga } from './index.ts';

test('the number in an environment variable is checked', () => {
  const objects = `
apiVersion: v1
kind: Pod
metadata: { name: temporal }
spec:
  containers: [{ name: temporal, env: [{ name: NUM_HISTORY_SHARDS, value: '512' }] }]
`;
  const findings = alga()
    .rules.filter(({ id }) => id === 'temporal-history-shards')
    .flatMap((rule) => tryRule(rule, { objects, options: { historyShards: 4 } }));
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod temporal: spec.containers[0].env: numHistoryShards is 512, but Temporal was installed with 4, which can not be changed; set numHistoryShards to 4. [temporal-history-shards]",
    ]
  `);
});
