import { isDeepStrictEqual } from 'node:util';
import { type ClusterObject, keyOf } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { AirGapInput } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const airGapDifference: Rule = {
  id: 'air-gap-difference',
  set: 'appliance',
  title: 'The air-gapped variant of a profile installs the same objects as the online variant.',
  why: 'Otherwise tests of one variant do not cover the other. A release that has another chart in the air-gapped variant may differ.',
  source: 'Flux docs, OCIRepository: the digest is appended to the version of the chart',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: configMap('b'), airGap: variant() },
  good: { objects: configMap('a'), airGap: variant() },
  check: ({ objects, airGap }) => {
    if (airGap === undefined) return [];
    const own = byKeyOf(objects, airGap);
    const online = byKeyOf(airGap.online, airGap);
    return [
      ...[...own].flatMap(([key, object]) => {
        const other = online.get(key);
        if (other === undefined) {
          return [
            problem(object, [], 'the object is missing in the online variant of the profile', fix),
          ];
        }
        return isDeepStrictEqual(comparable(object.manifest), comparable(other.manifest))
          ? []
          : [
              problem(
                object,
                [],
                'the object differs from the one in the online variant of the profile',
                fix,
              ),
            ];
      }),
      ...[...online]
        .filter(([key]) => !own.has(key))
        .map(([, object]) =>
          problem(
            object,
            [],
            'the object is missing in the air-gapped variant of the profile',
            fix,
          ),
        ),
    ];
  },
};

const fix = 'give the release the same values in both variants';

/** The objects that both variants must have: those of releases with the same chart in both. */
const byKeyOf = (
  objects: readonly ClusterObject[],
  { replaced }: AirGapInput,
): ReadonlyMap<string, ClusterObject> =>
  new Map(
    objects
      .filter(({ release }) => release !== undefined && !replaced.includes(release))
      .map((object) => [keyOf(object.manifest), object]),
  );

/** Flux appends the digest of an artifact to the version of its chart, which this label contains. */
const comparable = ({ metadata, ...rest }: Manifest): unknown => {
  const { 'helm.sh/chart': _chart, ...labels } = metadata.labels ?? {};
  return { ...rest, metadata: { ...metadata, labels } };
};

function configMap(mode: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { mode: ${mode} }
`;
}

function variant() {
  return { registry: 'oci://git.example.com/charts', online: configMap('a') };
}
