import type { ClusterObject } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import { type Manifest, printPosition } from '@helm-charts/types';
import { ownerOf, problem } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { namespaceOf, objectAt, objectsAt } from '../view/object.ts';
import type { View } from '../view/view.ts';

/** Names, and what must be there once only. */
export const nameRules: readonly Rule[] = [
  {
    id: 'R1',
    scope: 'release',
    summary: 'No object is defined twice, in one release or in two.',
    source: 'helm-controller docs/spec/v2/helmreleases.md, disableTakeOwnership',
    check: ({ objects }) => twice(objects),
  },
  {
    id: 'R22',
    scope: 'object',
    summary: 'What Kubernetes never lets change holds no version: selectors and claim templates.',
    source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',
    check: (view) => versioned(view),
  },
];

const twice = (objects: readonly ClusterObject[]): readonly Problem[] => {
  const first = new Map<string, ClusterObject>();
  return objects.flatMap((object) => {
    const id = idOf(object.manifest);
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, object);
      return [];
    }
    const owners =
      earlier.release === object.release
        ? `${ownerOf(object)} defines it twice, also in ${printPosition(earlier.position)}`
        : `${ownerOf(earlier)} (${printPosition(earlier.position)}) and ${ownerOf(object)} both claim it, and each overwrites the other`;
    return [problem(object, '', `${owners}; rename one`)];
  });
};

/** An object is the same in all versions of its API group. */
const idOf = (manifest: Manifest): string => {
  const { apiVersion, kind } = manifest;
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  const namespace = kind === 'Namespace' ? '' : namespaceOf(manifest);
  return [group, kind, namespace, manifest.metadata.name].join(' ');
};

const versions = ['helm.sh/chart', 'app.kubernetes.io/version', 'version', 'chart'];

const versioned = ({ objects }: View): readonly Problem[] =>
  objects.flatMap((object) => {
    const { manifest } = object;
    const { kind } = manifest;
    const fixed: Record<string, Readonly<Record<string, unknown>>> = {
      'spec.selector': {
        ...objectAt(manifest, 'spec', 'selector', 'matchLabels'),
        ...(kind === 'Service' && objectAt(manifest, 'spec', 'selector')),
      },
    };
    if (kind === 'StatefulSet') {
      fixed['spec.template.metadata.labels'] = objectAt(
        manifest,
        ...['spec', 'template', 'metadata', 'labels'],
      );
      for (const [index, claim] of objectsAt(manifest, 'spec', 'volumeClaimTemplates').entries()) {
        fixed[`spec.volumeClaimTemplates[${index}].metadata.labels`] = objectAt(
          claim,
          ...['metadata', 'labels'],
        );
      }
    }
    const held = Object.entries(fixed).flatMap(([path, labels]) =>
      versions
        .filter((label) => label in labels)
        .map((label) =>
          problem(
            object,
            `${path}["${label}"]`,
            'a version changes, and this must not: the next upgrade is refused or restarts what did not change; remove the label',
          ),
        ),
    );
    const chart = stringAt(manifest, 'metadata', 'labels', 'helm.sh/chart') ?? '';
    return chart.includes('+')
      ? [
          ...held,
          problem(
            object,
            'metadata.labels["helm.sh/chart"]',
            'a label may hold no "+", which Flux appends to the chart\'s version; write replace "+" "_"',
          ),
        ]
      : held;
  });
