import type { Cluster, ClusterObject } from '@helm-charts/testing/cluster';
import { vi } from 'vitest';
import { patient } from './status.ts';

/** The pods of the bootstrap that are not done. */
const pending = async (cluster: Cluster): Promise<readonly ClusterObject[]> =>
  (await pods(cluster)).filter((pod) => phaseOf(pod) === 'Pending');

const pods = async (cluster: Cluster): Promise<readonly ClusterObject[]> => {
  const all = await cluster.list('pods', 'msp');
  return all.filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'bootstrap',
  );
};

/** Waits for the pod of a bootstrap that no node runs, and ends it as a kubelet would, which this cluster does not have. */
export const endBootstrap = async (
  cluster: Cluster,
  end: { readonly exitCode: number; readonly message: string },
): Promise<void> => {
  const pod = await vi.waitFor(async () => {
    const [found] = await pending(cluster);
    if (found === undefined) throw new Error('no pod of the bootstrap is pending');
    return found;
  }, patient);
  await report(cluster, pod, end);
};

/** Changes what the pod of a bootstrap that is done has left. */
export const reportBootstrap = async (cluster: Cluster, message: string): Promise<void> => {
  const [pod] = (await pods(cluster)).filter((one) => phaseOf(one) === 'Succeeded');
  if (pod === undefined) throw new Error('no pod of the bootstrap is done');
  await report(cluster, pod, { exitCode: 0, message });
};

/** What is common to all kinds has no phase. */
const phaseOf = ({ status }: ClusterObject): unknown =>
  (status as { readonly phase?: string } | undefined)?.phase;

const report = async (
  cluster: Cluster,
  pod: ClusterObject,
  { exitCode, message }: { readonly exitCode: number; readonly message: string },
): Promise<void> => {
  const now = new Date().toISOString();
  const terminated = { exitCode, message, startedAt: now, finishedAt: now };
  const container = {
    name: 'bootstrap',
    image: 'none',
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { terminated },
  };
  const status = { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses: [container] };
  await cluster.kubectl([
    ...['patch', `pod/${pod.metadata.name}`, '--namespace=msp', '--subresource=status'],
    ...['--type=merge', `--patch=${JSON.stringify({ status })}`],
  ]);
};
