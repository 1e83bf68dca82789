import { type Finding, objectIdOf } from '@helm-charts/types';
import { conditionOf } from '../api/object.ts';
import type { Session } from '../session.ts';

/** There is a node, and every node is Ready. */
export const checkNodes = async ({ api }: Session): Promise<readonly Finding[]> => {
  const nodes = await api.list({ apiVersion: 'v1', kind: 'Node' });
  if (nodes.length === 0) {
    return [finding({ input: api.server, message: 'the cluster has no node' })];
  }
  return nodes.flatMap((node) => {
    const ready = conditionOf(node, 'Ready');
    if (ready?.status === 'True') return [];
    const why = ready?.message ?? 'its kubelet has not reported a status';
    return [finding({ object: objectIdOf(node), message: `it is not Ready (${why})` })];
  });
};

const finding = (about: Pick<Finding, 'object' | 'input' | 'message'>): Finding => ({
  rule: 'nodes',
  severity: 'error',
  ...about,
  fix: 'see "talosctl health"',
});
