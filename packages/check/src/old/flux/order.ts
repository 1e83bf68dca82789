import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { fluxProblem, fluxProblemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { objectsAt } from '../view/object.ts';

/** What is installed after what. */
export const orderRules: readonly Rule[] = [
  {
    id: 'F6',
    scope: 'profile',
    summary:
      'Dependencies are there, go in no circle, and wait for the same version of the profile.',
    source:
      'helm-controller internal/controller/helmrelease_controller.go, checkDependencies; #276',
    check: ({ helmReleases }) => {
      const byId = new Map(helmReleases.map((manifest) => [idOf(manifest), manifest]));
      const versions = helmReleases.map(versionOf);
      return [
        ...helmReleases.flatMap((manifest) => [
          ...dependenciesOf(manifest).flatMap(({ id, expression }) => [
            ...fluxProblemIf(
              !byId.has(id),
              manifest,
              'spec.dependsOn',
              `there is no HelmRelease ${id}, so it waits for ever; correct the name`,
            ),
            ...fluxProblemIf(
              !isLockstep(expression),
              manifest,
              'spec.dependsOn',
              `it goes on with ${id} of an older version of the profile; compare values.global.release in readyExpr`,
            ),
          ]),
          ...fluxProblemIf(
            versionOf(manifest) === undefined || versionOf(manifest) !== versions[0],
            manifest,
            'spec.values.global.release',
            versionOf(manifest) === undefined
              ? 'without it those that depend on it wait for ever; set it to the version of the profile'
              : `it is ${versionOf(manifest)} here and ${versions[0]} in ${helmReleases[0]?.metadata.name}; set one version in all`,
          ),
        ]),
        ...circles(byId),
      ];
    },
  },
];

const idOf = ({ metadata }: Manifest): string => `${metadata.namespace}/${metadata.name}`;

const versionOf = (manifest: Manifest): string | undefined =>
  stringAt(manifest, 'spec', 'values', 'global', 'release');

const dependenciesOf = (manifest: Manifest) =>
  objectsAt(manifest, 'spec', 'dependsOn').map((entry) => ({
    id: `${stringAt(entry, 'namespace') ?? manifest.metadata.namespace}/${stringAt(entry, 'name')}`,
    expression: stringAt(entry, 'readyExpr') ?? '',
  }));

const isLockstep = (expression: string): boolean =>
  /dep\.spec\.values\.global\.release\s*==\s*self\.spec\.values\.global\.release/.test(
    expression,
  ) &&
  expression.includes('observedGeneration') &&
  expression.includes('Ready');

/** Each circle once, at its first release in the order of names. */
const circles = (byId: ReadonlyMap<string, Manifest>): readonly Problem[] => {
  const done = new Set<string>();
  const found: Problem[] = [];
  const walk = (id: string, path: readonly string[]): void => {
    const start = path.indexOf(id);
    const manifest = byId.get(id);
    if (start >= 0 && manifest !== undefined) {
      const circle = [...path.slice(start), id].join(' → ');
      found.push(
        fluxProblem(
          manifest,
          'spec.dependsOn',
          `each waits for the next and none is ever installed: ${circle}; remove one dependency`,
        ),
      );
    }
    if (start >= 0 || done.has(id) || manifest === undefined) return;
    for (const dependency of dependenciesOf(manifest)) walk(dependency.id, [...path, id]);
    done.add(id);
  };
  for (const id of [...byId.keys()].toSorted()) walk(id, []);
  return found;
};
