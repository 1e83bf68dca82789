import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { claimSize } from './claim-size.ts';

test('reports a claim that the option claims does not list', () => {
  const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { resources: { requests: { storage: 1Gi } } }
`;
  expect(tryRule(claimSize, claim).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: PersistentVolumeClaim data: spec.resources.requests.storage: its size 1Gi can never change after the first installation, and the option claims does not list it; add data: '1Gi' to the option claims of the rule set appliance. [claim-size]",
    ]
  `);
});
