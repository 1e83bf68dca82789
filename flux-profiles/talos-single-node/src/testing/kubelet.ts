import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, ClusterObject } from '@helm-charts/testing/cluster';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import {
  type End,
  idle,
  makeDisk,
  type NodeDisk,
  runToEnd,
  type Serving,
  serve,
} from './container.ts';

/** The components whose pods the kubelet runs; kwok plays all others. */
export const realComponents: readonly string[] = ['db', 'bootstrap', 'backup', 'main'];

/**
 * A kubelet that runs the containers of Postgres, of the bootstrap, of backups and of restores as processes of this machine. The server itself and
 * what waits for the bootstrap have started at once.
 */
export interface Kubelet extends AsyncDisposable {
  /** The disk of the node: its claims stay when pods end. */
  readonly disk: NodeDisk;
  /** What the containers have printed, each line with the name of its container. */
  readonly log: () => readonly string[];
}

export const startKubelet = async (cluster: Cluster): Promise<Kubelet> => {
  const folder = await makeFolder('node');
  const lines: string[] = [];
  const disk = makeDisk(cluster, folder, (line) => void lines.push(line));
  const stop = new AbortController();
  const pods = new Map<string, Running>();
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      // The API server may be busy.
      const listed = await cluster.list('pods', 'msp').catch(() => undefined);
      const due = (listed ?? []).filter(isDue);
      for (const [uid, pod] of pods) {
        if (listed === undefined || due.some(({ metadata }) => metadata.uid === uid)) continue;
        pods.delete(uid);
        await pod.end();
      }
      for (const pod of due) {
        if (!pods.has(pod.metadata.uid)) pods.set(pod.metadata.uid, runPod(cluster, disk, pod));
      }
      await sleep(500, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  const looping = loop();
  return {
    disk,
    log: () => lines,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await looping;
      for (const pod of pods.values()) await pod.end();
      await removeFolder(folder);
    },
  };
};

/** The fields of a pod that are read here. */
interface Pod extends ClusterObject {
  readonly spec: IPodSpec;
  readonly status: ClusterObject['status'] & { readonly phase?: string };
}

const isDue = (object: ClusterObject): object is Pod => {
  const { metadata, spec, status } = object as Pod;
  const component = metadata.labels?.['app.kubernetes.io/component'] ?? '';
  return (
    realComponents.includes(component) &&
    spec.nodeName !== undefined &&
    metadata.deletionTimestamp === undefined &&
    !['Succeeded', 'Failed'].includes(status.phase ?? '')
  );
};

interface Running {
  /** Ends the processes of the pod. */
  readonly end: () => Promise<void>;
}

const runPod = (cluster: Cluster, disk: NodeDisk, pod: Pod): Running => {
  const stop = new AbortController();
  const running = run(cluster, disk, pod, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) disk.say(`${pod.metadata.name}: ${error}`);
  });
  return {
    end: async () => {
      stop.abort();
      await running;
    },
  };
};

const run = async (
  cluster: Cluster,
  disk: NodeDisk,
  pod: Pod,
  signal: AbortSignal,
): Promise<void> => {
  const { initContainers = [], containers, restartPolicy } = pod.spec;
  const init: object[] = [];
  const report = (status: object) => patch(cluster, pod, status);
  for (const container of initContainers) {
    for (;;) {
      const state = { running: { startedAt: now() } };
      await report({
        phase: 'Pending',
        initContainerStatuses: [...init, statusOf(container, state)],
      });
      const end = await runToEnd(disk, pod, container, signal);
      if (signal.aborted) return;
      const ended = statusOf(container, terminated(end));
      await report({ phase: 'Pending', initContainerStatuses: [...init, ended] });
      if (end.exitCode === 0) {
        init.push(ended);
        break;
      }
      if (restartPolicy === 'Never') return report({ phase: 'Failed' });
      await sleep(1_000, undefined, { signal });
    }
  }
  const [main] = containers;
  if (main === undefined) return;
  if (restartPolicy === 'Never' || restartPolicy === 'OnFailure') {
    const end = await runToEnd(disk, pod, main, signal);
    if (signal.aborted) return;
    const phase = end.exitCode === 0 ? 'Succeeded' : 'Failed';
    return report({ phase, containerStatuses: [statusOf(main, terminated(end))] });
  }
  const isPlayed = main.name !== 'postgres';
  await using server: Serving = isPlayed ? idle : await serve(disk, pod, main);
  const conditions = ['Initialized', 'Ready', 'ContainersReady'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: now(),
  }));
  const status = { ...statusOf(main, { running: { startedAt: now() } }), ready: true };
  await report({
    phase: 'Running',
    conditions,
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }],
    containerStatuses: [status],
  });
  await server.until(signal);
};

const now = (): string => new Date().toISOString();

const terminated = ({ exitCode, message }: End) => ({
  terminated: { exitCode, message, startedAt: now(), finishedAt: now() },
});

const statusOf = ({ name }: IContainer, state: object) => ({
  name,
  image: 'none',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
});

const patch = async (cluster: Cluster, { metadata }: Pod, status: object): Promise<void> => {
  await cluster.kubectl([
    ...['patch', `pod/${metadata.name}`, '--namespace=msp', '--subresource=status'],
    ...['--type=merge', `--patch=${JSON.stringify({ status })}`],
  ]);
};
