import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '@helm-charts/flux';
import type { ClusterObject, JsonObject, Manifest } from '@helm-charts/types';
import { problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { chartField, contentHash } from '../view/chart.ts';
import { namespaceOf, objectAt } from '../view/object.ts';

/** What an upgrade from the release before this one may not change. Nothing is checked where none is given. */
export const upgradeRules: readonly Rule[] = [
  {
    id: 'R32',
    scope: 'release',
    summary: 'A chart whose content changes has a new version, or Flux does not see the change.',
    source: 'source-controller docs/spec/v1/helmcharts.md, reconcileStrategy ChartVersion',
    check: ({ charts, previous }) =>
      charts.flatMap((chart) => {
        const name = chartField(chart, 'name');
        const version = chartField(chart, 'version');
        const earlier = previous?.charts.find((one) => chartField(one, 'name') === name);
        return earlier === undefined ||
          chartField(earlier, 'version') !== version ||
          contentHash(earlier) === contentHash(chart)
          ? []
          : [
              {
                where: chart.where,
                message: `what it renders has changed since the release before, and its version is ${version} still; raise the version in src/chart.ts.`,
              },
            ];
      }),
  },
  {
    id: 'R33',
    scope: 'cluster',
    summary: 'An upgrade changes no field that Kubernetes does not let change.',
    source: 'Kubernetes pkg/apis/{apps,batch,core}/validation/validation.go, Validate…Update',
    check: ({ objects, previous }) =>
      previous === undefined ? [] : refusedChanges(previous.objects, objects),
  },
];

/** What Kubernetes would refuse of an upgrade from some objects to others. */
export const refusedChanges = (
  before: readonly ClusterObject[],
  after: readonly ClusterObject[],
): readonly Problem[] => {
  const earlier = new Map(before.map(({ manifest }) => [idOf(manifest), manifest]));
  return after.flatMap((object) => {
    const old = earlier.get(idOf(object.manifest));
    if (old === undefined) return [];
    return fixedFields(object.manifest)
      .filter((path) => !isDeepStrictEqual(part(old, path), part(object.manifest, path)))
      .map((path) =>
        problem(
          object,
          path.filter((key) => key !== '*').join('.'),
          'it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name',
        ),
      );
  });
};

const idOf = (manifest: Manifest): string =>
  [manifest.kind, namespaceOf(manifest), manifest.metadata.name].join(' ');

/** The paths that may not change; `*` stands for all fields beside those that may. */
const fixedFields = ({ kind }: Manifest): readonly (readonly string[])[] => fixed[kind] ?? [];

const fixed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'selector']],
  DaemonSet: [['spec', 'selector']],
  StatefulSet: [['spec', '*']],
  Job: [
    ['spec', 'template'],
    ['spec', 'podFailurePolicy'],
  ],
  PersistentVolumeClaim: [['spec']],
  Service: [['spec', 'clusterIP']],
  RoleBinding: [['roleRef']],
  ClusterRoleBinding: [['roleRef']],
  StorageClass: [['provisioner'], ['parameters']],
};

/** What may change of a StatefulSet. */
const changeable = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
  'revisionHistoryLimit',
]);

const part = (manifest: Manifest, path: readonly string[]): unknown =>
  path.at(-1) === '*'
    ? without(objectAt(manifest, ...path.slice(0, -1)))
    : valueAt(manifest, ...path);

const without = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !changeable.has(key)));
