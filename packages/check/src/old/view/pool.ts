import type { ClusterObject } from '@helm-charts/kubernetes';
import { type Ini, parseIni } from './ini.ts';
import { objectAt } from './object.ts';
import type { Pod } from './pod.ts';
import type { View } from './view.ts';

/** A configuration of PgBouncer, and the pods that run with it. */
export interface Pooler {
  readonly config: ClusterObject;
  readonly ini: Ini;
  readonly pods: readonly Pod[];
}

/** Every `pgbouncer.ini` in a ConfigMap. */
export const poolersOf = (view: View): readonly Pooler[] =>
  view.ofKind('ConfigMap').flatMap((config) => {
    const text = objectAt(config.manifest, 'data')['pgbouncer.ini'];
    if (typeof text !== 'string') return [];
    const { name } = config.manifest.metadata;
    const pods = view.pods.filter(
      (pod) =>
        pod.namespace === (config.manifest.metadata.namespace ?? 'default') &&
        pod.volumes.some(({ type, source }) => type === 'configMap' && source.name === name),
    );
    return [{ config, ini: parseIni(text), pods }];
  });
