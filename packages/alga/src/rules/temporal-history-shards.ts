import { type Problem, problem, type Rule } from '@helm-charts/check';
import { objectAt } from '@helm-charts/kubernetes';
import type { AlgaOptions } from './options.ts';

export const temporalHistoryShards: Rule<AlgaOptions> = {
  id: 'temporal-history-shards',
  set: 'alga',
  title: 'numHistoryShards of Temporal equals the option `historyShards`.',
  why: 'Temporal stores the number in its database at the first start, and it can not be changed later.',
  source: 'temporalio/temporal temporal/fx.go, numHistoryShards',
  severity: 'error',
  scope: 'release',
  bad: { objects: config(8), options: { historyShards: 4 } },
  good: { objects: config(4), options: { historyShards: 4 } },
  check: ({ ofKind, pods }, { historyShards }) => {
    if (historyShards === undefined) return [];
    const message = (found: number) =>
      `numHistoryShards is ${found}, but Temporal was installed with ${historyShards}, which can not be changed`;
    const remedy = `set numHistoryShards to ${historyShards}`;
    return [
      ...ofKind('ConfigMap').flatMap((object) =>
        Object.entries(objectAt(object.manifest, 'data')).flatMap(([key, text]): Problem[] => {
          const found = /numHistoryShards:\s*["']?(\d+)/.exec(String(text))?.[1];
          return found === undefined || Number(found) === historyShards
            ? []
            : [problem(object, ['data', key], message(Number(found)), remedy)];
        }),
      ),
      ...pods.flatMap(({ object, containers }) =>
        containers.flatMap(({ settings, path }): Problem[] => {
          const found = settings.get('NUM_HISTORY_SHARDS');
          return found === undefined || Number(found) === historyShards
            ? []
            : [problem(object, [...path, 'env'], message(Number(found)), remedy)];
        }),
      ),
    ];
  },
};

function config(shards: number): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: temporal }
data: { config.yaml: "persistence: { numHistoryShards: ${shards} }" }
`;
}
