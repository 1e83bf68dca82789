import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';

const applied = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: storage }\n';

test('a Namespace without a level', () => {
  expect(tryRule(namespacePodSecurity, { applied }).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: Namespace storage: metadata.labels["pod-security.kubernetes.io/enforce"]: no Pod Security level is enforced, so a pod may own the node; set baseline or restricted, or name it in the option privilegedNamespaces of the rule set appliance. [namespace-pod-security]",
    ]
  `);
});

test('a Namespace that the option names', () => {
  const options = { privilegedNamespaces: ['storage'] };
  expect(tryRule(namespacePodSecurity, { applied, options })).toEqual([]);
});
