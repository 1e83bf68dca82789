import { conditionOf, type LiveObject } from '../api/object.ts';

/** A container of a pod, as far as its state says why the pod is not ready. */
export interface Container {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: object;
  };
}

/** What a pod that is not ready waits for, in plain words: a node, an init container, an image, a next start, a probe. */
export const podWaitsFor = (pod: LiveObject): string | undefined => {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined) return 'its containers to end';
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return `a node: ${scheduled.message ?? scheduled.reason}`;
  // Until one of the init containers has ended, neither the next one nor any other container starts.
  const init = of(status?.initContainerStatuses).find(
    ({ ready, state }) => !ready && state !== undefined,
  );
  if (init !== undefined) return containerWaitsFor(init, initName(init.name));
  const container = of(status?.containerStatuses).find(({ ready }) => !ready);
  return (
    container && containerWaitsFor(container, `container ${container.name} to answer its probe`)
  );
};

const of = (list: unknown): readonly Container[] => (list ?? []) as readonly Container[];

/** Every pod that needs the databases has this init container (packages/alga/src/wait-for-bootstrap.ts). */
const initName = (name: string): string =>
  name === 'wait-for-bootstrap' ? 'the bootstrap to complete' : `init container ${name} to end`;

const containerWaitsFor = ({ name, state }: Container, otherwise: string): string => {
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (reason === 'CrashLoopBackOff') return `the next start of container ${name}, which has ended`;
  if (reason === 'ContainerCreating') return 'its images and volumes';
  if (/Image/.test(reason)) {
    return `the image of container ${name}: ${[reason, message].filter(Boolean).join(': ')}`;
  }
  if (/(Err\w+|Error)$/.test(reason)) return `container ${name} to start: ${message || reason}`;
  return otherwise;
};
