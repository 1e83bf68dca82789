import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';

const applied = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: storage }\n';

test('reports a Namespace without a Pod Security level', () => {
  expect(tryRule(namespacePodSecurity, { applied }).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: Namespace storage: metadata.labels["pod-security.kubernetes.io/enforce"]: it enforces no Pod Security level, so a pod can control the node; set baseline or restricted, or add the namespace to the option privilegedNamespaces of the rule set appliance. [namespace-pod-security]",
    ]
  `);
});

test('allows a Namespace in the option privilegedNamespaces', () => {
  const options = { privilegedNamespaces: ['storage'] };
  expect(tryRule(namespacePodSecurity, { applied, options })).toEqual([]);
});
