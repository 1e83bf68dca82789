import { isDeepStrictEqual } from 'node:util';
import { releaseName, releaseNamespace, storageNamespace } from '@helm-charts/flux';
import type { ClusterObject } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { chartField, contentHash } from '../../chart-files.ts';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
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
                where: chart.path,
                message: `what it renders has changed since the release before, and its version is ${version} still; raise the version in src/chart.ts.`,
              },
            ];
      }),
  },
  {
    id: 'R33',
    scope: 'cluster',
    summary:
      'An upgrade changes no field that Kubernetes does not let change, and no name by which Flux knows a release.',
    source: 'Kubernetes pkg/apis/{apps,batch,core}/validation/validation.go, Validate…Update',
    check: ({ objects, previous }) =>
      previous === undefined
        ? []
        : [...refusedChanges(previous.objects, objects), ...reinstalled(previous.objects, objects)],
  },
];

/** What Kubernetes would refuse of an upgrade from some objects to others. */
const refusedChanges = (
  before: readonly ClusterObject[],
  after: readonly ClusterObject[],
): readonly Problem[] => {
  const earlier = new Map(before.map(({ manifest }) => [idOf(manifest), manifest]));
  return after.flatMap((object) => {
    const old = earlier.get(idOf(object.manifest));
    if (old === undefined) return [];
    return changed(old, object.manifest).map((path) =>
      problem(
        object,
        path,
        'it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name',
      ),
    );
  });
};

/** Releases that Flux would uninstall, with all that they hold, and install under another name. */
const reinstalled = (
  before: readonly ClusterObject[],
  after: readonly ClusterObject[],
): readonly Problem[] => {
  const earlier = new Map(before.map(({ manifest }) => [idOf(manifest), manifest]));
  return after
    .filter(({ manifest }) => manifest.kind === 'HelmRelease')
    .flatMap((object) => {
      const old = earlier.get(idOf(object.manifest));
      if (old === undefined) return [];
      return Object.entries(namesOfRelease).flatMap(([field, nameOf]) =>
        problemIf(
          nameOf(old) !== nameOf(object.manifest),
          object,
          `spec.${field}`,
          `it was ${nameOf(old)} in the release before, and Flux uninstalls what has another name; keep it`,
        ),
      );
    });
};

/** helm-controller internal/controller/helmrelease_controller.go: each of these tells one release from another. */
const namesOfRelease = {
  releaseName,
  targetNamespace: releaseNamespace,
  storageNamespace,
} as const;

const idOf = (manifest: Manifest): string =>
  [manifest.kind, namespaceOf(manifest), manifest.metadata.name].join(' ');

/** The paths of fixed fields that differ between two manifests of one object. */
const changed = (before: Manifest, after: Manifest): readonly string[] => {
  const { path, may, must } = fixed[after.kind] ?? { path: [] };
  const old = objectAt(before, ...path);
  const now = objectAt(after, ...path);
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keys]
    .filter((key) => (must === undefined ? may?.includes(key) === false : must.includes(key)))
    .filter((key) => !isDeepStrictEqual(old[key], now[key]))
    .map((key) => [...path, key].join('.'));
};

/** Where the fields of a kind are that may not change: those that must stay, or all but those that may change. */
interface Fixed {
  readonly path: readonly string[];
  readonly must?: readonly string[];
  readonly may?: readonly string[];
}

const spec = ['spec'];

const fixed: Readonly<Record<string, Fixed>> = {
  Deployment: { path: spec, must: ['selector'] },
  DaemonSet: { path: spec, must: ['selector'] },
  StatefulSet: {
    path: spec,
    may: [
      'replicas',
      'ordinals',
      'template',
      'updateStrategy',
      'persistentVolumeClaimRetentionPolicy',
      'minReadySeconds',
      'revisionHistoryLimit',
    ],
  },
  Job: { path: spec, must: ['template', 'podFailurePolicy', 'selector', 'completionMode'] },
  PersistentVolumeClaim: { path: spec, may: ['volumeAttributesClassName'] },
  Service: { path: spec, must: ['clusterIP'] },
  RoleBinding: { path: [], must: ['roleRef'] },
  ClusterRoleBinding: { path: [], must: ['roleRef'] },
  StorageClass: { path: [], must: ['provisioner', 'parameters'] },
};
