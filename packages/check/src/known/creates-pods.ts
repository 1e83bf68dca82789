import { objectsAt, stringsAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/** Whether a Role or ClusterRole allows a program to create pods, or objects with pods. */
export const createsPods = (manifest: Manifest): boolean =>
  /^(Cluster)?Role$/.test(manifest.kind) &&
  objectsAt(manifest, 'rules').some(
    (rule) =>
      stringsAt(rule, 'verbs').some((verb) => verb === 'create' || verb === '*') &&
      stringsAt(rule, 'resources').some((resource) => workloads.has(resource)),
  );

const workloads: ReadonlySet<string> = new Set([
  ...['*', 'pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs'],
]);
