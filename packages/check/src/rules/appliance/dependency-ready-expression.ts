import { isObject, listAt, stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const dependencyReadyExpression: Rule = {
  id: 'dependency-ready-expression',
  set: 'appliance',
  title: 'A HelmRelease waits until its dependency has reached the same profile version.',
  why: 'Without a readyExpr that compares the versions, Flux upgrades the release while its dependency still has the old version.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, Dependency ready expression',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('') },
  good: {
    applied: release(
      `, readyExpr: "dep.spec.values.global.release == self.spec.values.global.release && dep.metadata.generation == dep.status.observedGeneration && dep.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')"`,
    ),
  },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      listAt(object.manifest, 'spec', 'dependsOn').flatMap((dependency, index) =>
        !isObject(dependency) || comparesVersions(stringAt(dependency, 'readyExpr') ?? '')
          ? []
          : [
              problem(
                object,
                ['spec', 'dependsOn', index, 'readyExpr'],
                `Flux upgrades the release while HelmRelease ${stringAt(dependency, 'name')} still has the old profile version`,
                'set a readyExpr that compares values.global.release, observedGeneration and the condition Ready of dep',
              ),
            ],
      ),
    ),
};

const comparesVersions = (expression: string): boolean =>
  /dep\.spec\.values\.global\.release\s*==\s*self\.spec\.values\.global\.release/.test(
    expression,
  ) &&
  expression.includes('observedGeneration') &&
  expression.includes('Ready');

function release(readyExpr: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  dependsOn:
    - { name: db${readyExpr} }
`;
}
