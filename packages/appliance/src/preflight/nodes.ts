import type { Finding } from '@helm-charts/types';
import { conditionOf } from '../api/object.ts';
import type { Session } from '../session.ts';

/** There is a node, and every node is Ready. */
export const checkNodes = async ({ api }: Session): Promise<readonly Finding[]> => {
  const nodes = await api.list({ apiVersion: 'v1', kind: 'Node' });
  if (nodes.length === 0) {
    return [finding('Node', 'the cluster has no node; see "talosctl health"')];
  }
  return nodes.flatMap((node) => {
    const ready = conditionOf(node, 'Ready');
    if (ready?.status === 'True') return [];
    const why = ready?.message ?? 'nothing has been heard of it';
    return [
      finding(`Node ${node.metadata.name}`, `it is not Ready (${why}); see "talosctl health"`),
    ];
  });
};

const finding = (where: string, message: string): Finding => ({
  rule: 'nodes',
  severity: 'error',
  where,
  message,
});
