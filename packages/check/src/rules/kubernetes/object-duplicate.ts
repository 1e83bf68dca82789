import { type ClusterObject, keyOf } from '@helm-charts/kubernetes';
import { printPosition } from '@helm-charts/types';
import { ownerOf } from '../../owner.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const objectDuplicate: Rule = {
  id: 'object-duplicate',
  set: 'kubernetes',
  title: 'No object is defined twice, in one release or in two.',
  why: 'Whoever applies the object last overwrites what the other has applied.',
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
  check: ({ objects }) => {
    const first = new Map<string, ClusterObject>();
    return objects.flatMap((object): Problem[] => {
      const key = keyOf(object.manifest);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, object);
      return earlier === undefined || isByFlux(earlier, object)
        ? []
        : [problem(object, [], sentence(earlier, object), remedy)];
    });
  },
};

/** Whether Flux applies both itself, which Flux's build reports. */
const isByFlux = (...objects: readonly ClusterObject[]): boolean =>
  objects.every(({ release }) => release === undefined);

const remedy = 'rename or remove one of the two';

const sentence = (earlier: ClusterObject, object: ClusterObject): string =>
  earlier.release === object.release
    ? `${ownerOf(object)} defines it twice, also in ${printPosition(earlier.position)}`
    : `${ownerOf(earlier)} (${printPosition(earlier.position)}) and ${ownerOf(object)} both define it, and each overwrites the other`;
