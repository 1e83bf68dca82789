import { stringAt } from '@helm-charts/kubernetes';
import { problemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { objectAt } from '../view/object.ts';
import { commandOf, listensOn, type Pod } from '../view/pod.ts';
import type { View } from '../view/view.ts';

/** Redis. */
export const redisRules: readonly Rule[] = [
  {
    id: 'R31',
    scope: 'release',
    summary: 'Redis writes to its claim, and has a claim where it writes.',
    source: 'Redis docs, Persistence; redis.conf, save and appendonly',
    check: (view) =>
      view.pods
        .filter(({ containers }) => containers.some((container) => listensOn(container, 6379)))
        .flatMap((pod) => {
          const hasClaim = pod.volumes.some(({ type }) => type === 'persistentVolumeClaim');
          const isWriting = writes(configOf(view, pod));
          return problemIf(
            hasClaim !== isWriting,
            pod.object,
            '',
            hasClaim
              ? 'it mounts a claim and writes nothing there, so a restart loses everything; set appendonly yes'
              : 'it writes its data into the pod, so a restart loses them; mount a claim, or set appendonly no and save ""',
          );
        }),
  },
];

/** The command and every file that it may be configured with. */
const configOf = (view: View, { volumes, containers, namespace }: Pod): string =>
  [
    ...containers.flatMap(commandOf),
    ...volumes.flatMap(({ source }) =>
      Object.values(
        objectAt(
          view.find('ConfigMap', namespace, stringAt(source, 'name') ?? '')?.manifest,
          'data',
        ),
      ).map(String),
    ),
  ].join('\n');

/** Without a word of it Redis saves snapshots. */
const writes = (config: string): boolean =>
  /\bappendonly\s+yes\b/.test(config) || !/\bsave\s+(""|'')/.test(config);
