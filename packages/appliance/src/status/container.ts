import type { LiveObject } from '../api/object.ts';

/** What the kubelet says of a container. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string };
  readonly running?: object;
  readonly terminated?: Terminated;
}

export interface Terminated {
  readonly exitCode: number;
  readonly message?: string;
  readonly finishedAt?: string;
}

export const statusesOf = (
  { status }: LiveObject,
  kind: 'initContainerStatuses' | 'containerStatuses',
): readonly ContainerStatus[] => (status?.[kind] ?? []) as readonly ContainerStatus[];

/** How a container ended, or ended the last time. */
export const ended = ({ state, lastState }: ContainerStatus): Terminated | undefined =>
  state?.terminated ?? lastState?.terminated;

/** The last line of what a container left as its termination message. */
export const sentenceOf = ({ message = '' }: Terminated): string | undefined =>
  message.trim().split('\n').at(-1) || undefined;

/** The last line of the container that ended last. */
export const lastWords = (pods: readonly LiveObject[]): string | undefined => {
  const all = pods
    .flatMap((pod) => [
      ...statusesOf(pod, 'initContainerStatuses'),
      ...statusesOf(pod, 'containerStatuses'),
    ])
    .flatMap((status) => ended(status) ?? [])
    .toSorted((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''));
  const last = all.at(-1);
  return last && sentenceOf(last);
};
