import {
  type ClusterObject,
  groupOf,
  listAt,
  namespaceOf,
  objectAt,
  objectsAt,
  stringsAt,
  valueAt,
} from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import type { Context } from '../../context.ts';

/** A ServiceMonitor or PodMonitor. */
export interface Monitor {
  readonly object: ClusterObject;
  readonly selector: JsonObject;
  /** The namespaces in which it selects; undefined for all of them. */
  readonly namespaces: readonly string[] | undefined;
  readonly endpoints: readonly JsonObject[];
  /** The field with the endpoints. */
  readonly field: string;
}

/** The monitors of a kind of the Prometheus operator. */
export const monitorsOf = (
  { ofKind }: Pick<Context, 'ofKind'>,
  kind: 'ServiceMonitor' | 'PodMonitor',
): readonly Monitor[] =>
  ofKind(kind)
    .filter(({ manifest }) => groupOf(manifest) === 'monitoring.coreos.com')
    .map((object): Monitor => {
      const { spec } = object.manifest;
      const field = kind === 'ServiceMonitor' ? 'endpoints' : 'podMetricsEndpoints';
      const named = listAt(spec, 'namespaceSelector', 'matchNames');
      return {
        object,
        selector: objectAt(spec, 'selector'),
        namespaces:
          valueAt(spec, 'namespaceSelector', 'any') === true
            ? undefined
            : named.length > 0
              ? stringsAt(spec, 'namespaceSelector', 'matchNames')
              : [namespaceOf(object.manifest)],
        endpoints: objectsAt(spec, field),
        field,
      };
    });
