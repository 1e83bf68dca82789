import type { Context } from '@helm-charts/check';
import { type ClusterObject, keyOf, stringAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** A HelmRelease of the official Temporal chart, and its merged values. */
interface TemporalRelease {
  readonly object: ClusterObject;
  readonly values: JsonObject;
}

/** Releases of the official Temporal chart. */
export const temporalReleases = ({
  releases,
  byKey,
}: Pick<Context, 'releases' | 'byKey'>): readonly TemporalRelease[] =>
  releases.flatMap(({ helmRelease, values }) => {
    const object = byKey.get(keyOf(helmRelease));
    const chart = stringAt(helmRelease, 'spec', 'chart', 'spec', 'chart');
    return object === undefined || chart !== 'temporal' ? [] : [{ object, values }];
  });
