import type { Context } from '@helm-charts/check';
import { type ClusterObject, keyOf, stringAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** A HelmRelease of Temporal's own chart, and the values that it is rendered with. */
interface TemporalRelease {
  readonly object: ClusterObject;
  readonly values: JsonObject;
}

/** The releases of the chart that Temporal publishes. */
export const temporalReleases = ({
  releases,
  byKey,
}: Pick<Context, 'releases' | 'byKey'>): readonly TemporalRelease[] =>
  releases.flatMap(({ helmRelease, values }) => {
    const object = byKey.get(keyOf(helmRelease));
    const chart = stringAt(helmRelease, 'spec', 'chart', 'spec', 'chart');
    return object === undefined || chart !== 'temporal' ? [] : [{ object, values }];
  });
