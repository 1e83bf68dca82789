import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { roleResource } from './role-resource.ts';

const said = (...rules: string[]): readonly string[] =>
  tryRule(
    roleResource,
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: web }\nrules: [${rules.join(', ')}]\n`,
  ).map(printFinding);

const rule = (groups: string, resources: string): string =>
  `{ apiGroups: [${groups}], resources: [${resources}], verbs: ["*"] }`;

test('a resource of another group is reported with its group', () => {
  expect(
    said(rule('""', 'pods, deployments/scale'), rule('apps, batch', 'leases')),
  ).toMatchInlineSnapshot(`
    [
      "warning objects.yaml: ClusterRole web: rules[0].apiGroups: the resource deployments is in the API group apps, and the rule names the API group "" (core), so it does not grant access to it; write a rule with apiGroups: ["apps"]. [role-resource]",
      "warning objects.yaml: ClusterRole web: rules[1].apiGroups: the resource leases is in the API group coordination.k8s.io, and the rule names the API groups apps and batch, so it does not grant access to it; write a rule with apiGroups: ["coordination.k8s.io"]. [role-resource]",
    ]
  `);
});

test.each([
  ['one of several groups has the resource', [rule('"", apps', 'pods, deployments')]],
  ['another rule names the group', [rule('""', 'deployments'), rule('apps', 'deployments')]],
  ['another rule names every resource', [rule('""', 'deployments'), rule('"*"', '"*"')]],
  ['the group is not one of Kubernetes', [rule('extensions, ""', 'ingresses')]],
  ['the group has resources of its own', [rule('metrics.k8s.io', 'pods, nodes')]],
  [
    'several groups have a resource with the name',
    [rule('""', 'events'), rule('events.k8s.io', 'events')],
  ],
  ['the resource is not one of Kubernetes', [rule('""', 'users, things')]],
])('nothing is reported where %s', (_, rules) => {
  expect(said(...rules)).toEqual([]);
});
