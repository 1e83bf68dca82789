import { type Failure, type Finding, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from './api/object.ts';
import { secretReference } from './secrets.ts';
import type { Session } from './session.ts';
import { ended, sentenceOf, statusesOf, type Terminated } from './status/container.ts';

/** The Secrets that ask for a restore. */
export const requests = ({ site }: Session): readonly Reference[] =>
  site.dataClaims.flatMap(({ restoreSecret, namespace }) =>
    restoreSecret === undefined ? [] : [secretReference(restoreSecret, namespace)],
  );

/** The containers that have refused the backup or failed. */
export const refusals = (pod: LiveObject, names: readonly string[]): readonly Finding[] =>
  names.flatMap((name) => {
    const end = endOf(pod, name);
    if (end === undefined || end.exitCode === 0) return [];
    const sentence = sentenceOf(end) ?? `container ${name} ended with ${end.exitCode}`;
    return [wrong({ object: objectIdOf(pod) }, sentence)];
  });

/** How a container of a pod ended. */
export const endOf = (pod: LiveObject, name: string): Terminated | undefined => {
  const status = statusesOf(pod, 'initContainerStatuses').find((one) => one.name === name);
  return status && ended(status);
};

/** The init containers that have the Secret of the request. */
export const restorersOf = (session: Session, spec: PodTemplate['spec']): readonly string[] => {
  const names = requests(session).map(({ metadata }) => metadata.name);
  const { volumes = [], initContainers = [] } = spec ?? {};
  const volume = volumes.find(({ secret }) => names.includes(secret?.secretName ?? ''));
  if (volume === undefined) return [];
  return initContainers
    .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === volume.name))
    .map(({ name }) => name);
};

/** The template of the pods of a workload. */
export const templateOf = ({ spec }: LiveObject): PodTemplate['spec'] =>
  (spec as { readonly template?: PodTemplate }).template?.spec;

/** The part of a pod template that is read here. */
export interface PodTemplate {
  readonly spec?: {
    readonly volumes?: readonly {
      readonly name: string;
      readonly secret?: { readonly secretName?: string };
    }[];
    readonly initContainers?: readonly {
      readonly name: string;
      readonly volumeMounts?: readonly { readonly name: string }[];
    }[];
  };
}

/** Whether the container of the restore has refused the backup or failed, and not the time was over. */
export const isRefusal = ({ findings }: Failure): boolean =>
  findings.some(({ rule }) => rule === failed);

const failed = 'restore';

/** A finding of a restore. */
export const wrong = (
  place: Pick<Finding, 'object' | 'input' | 'position'>,
  message: string,
  fix?: string,
): Finding => ({
  rule: failed,
  severity: 'error',
  ...place,
  message,
  ...(fix !== undefined && { fix }),
});
