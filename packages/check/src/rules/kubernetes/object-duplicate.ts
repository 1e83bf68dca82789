import { releaseName, storageNamespace } from '@helm-charts/flux';
import { type ClusterObject, type ClusterRelease, keyOf } from '@helm-charts/kubernetes';
import { groupBy, printPosition } from '@helm-charts/types';
import { ownerOf } from '../../owner.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const objectDuplicate: Rule = {
  id: 'object-duplicate',
  set: 'kubernetes',
  title: 'Only one release, or the profile, defines an object, and only once.',
  why: 'The definition that is applied last overwrites the other.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, disableTakeOwnership',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-pages }
`,
  check: ({ objects, releases }) => {
    const twice = installedTwice(releases);
    const first = new Map<string, ClusterObject>();
    return objects.flatMap((object): Problem[] => {
      const key = keyOf(object.manifest);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, object);
      return earlier === undefined ||
        isByFlux(earlier, object) ||
        twice(earlier, object) ||
        isHook(earlier) !== isHook(object)
        ? []
        : [problem(object, [], sentence(earlier, object), remedy)];
    });
  },
};

/** Whether kustomize-controller applies both, which the Flux build reports. */
const isByFlux = (...objects: readonly ClusterObject[]): boolean =>
  objects.every(({ release }) => release === undefined);

/** Whether two objects are of HelmReleases that install one release of Helm, which the Flux build reports. */
const installedTwice = (
  releases: readonly ClusterRelease[],
): ((...objects: readonly ClusterObject[]) => boolean) => {
  const installs = groupBy(
    releases,
    ({ helmRelease }) => `${storageNamespace(helmRelease)}/${releaseName(helmRelease)}`,
  );
  const names = [...installs.values()]
    .filter(({ length }) => length > 1)
    .map((some) => new Set<string | undefined>(some.map(({ name }) => name)));
  return (...objects) => names.some((some) => objects.every(({ release }) => some.has(release)));
};

/** Helm creates a hook apart from the other objects of its release. */
const isHook = ({ manifest }: ClusterObject): boolean =>
  manifest.metadata.annotations?.['helm.sh/hook'] !== undefined;

const remedy = 'rename or remove one of the two';

const sentence = (earlier: ClusterObject, object: ClusterObject): string =>
  earlier.release === object.release
    ? `${ownerOf(object)} defines the object twice, also in ${printPosition(earlier.position)}`
    : `${ownerOf(earlier)} (${printPosition(earlier.position)}) and ${ownerOf(object)} both define the object, and each overwrites the other`;
