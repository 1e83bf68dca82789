import { delimiter } from 'node:path';
import { mountContainer, podsOf } from '@helm-charts/testing/charts';
import {
  findPrograms,
  launch,
  makeFolder,
  removeFolder,
  runTemporal,
} from '@helm-charts/testing/servers';
import type { Installation } from './installation.ts';

/** The pod of the server. */
export interface Pod extends AsyncDisposable {
  /** Of the frontend, for gRPC. */
  readonly address: string;
}

/** A loopback address that nobody else has, as a pod has one: so the ports of the chart are free, and nothing is found at 127.0.0.1. */
const ip = '127.7.2.33';

/** Starts the server as the kubelet does: by the command, the mounts and the variables of its container alone. */
export const startPod = async ({ manifests, environment }: Installation): Promise<Pod> => {
  const { spec } = podsOf(manifests).find(({ id }) => id === 'Deployment temporal')!;
  const container = spec.containers[0]!;
  const { DB_PASSWORD: password = '' } = environment('temporal');
  const secrets = { 'db-credentials': { DB_PASSWORD_TEMPORAL: password } };
  // The kubelet knows the address of the pod.
  const env = (container.env ?? []).map((variable) =>
    variable.valueFrom?.fieldRef === undefined ? variable : { name: variable.name, value: ip },
  );
  const folder = await makeFolder('temporal-pod');
  try {
    const mounted = await mountContainer(
      spec,
      { ...container, env },
      { manifests, secrets },
      folder,
    );
    const [command = '', ...args] = mounted.command;
    const address = `${ip}:7233`;
    const asked = ['operator', 'cluster', 'health', '--address', address];
    const server = await launch({
      command,
      arguments: args,
      folder,
      environment: {
        ...mounted.environment,
        PATH: [findPrograms('temporal'), process.env.PATH].join(delimiter),
      },
      stopSignal: 'SIGTERM',
      ready: async () => (await runTemporal('temporal', asked)).code === 0,
      patience: 120,
      user: {},
    });
    return {
      address,
      [Symbol.asyncDispose]: async () => {
        await server.stop();
        await removeFolder(folder);
      },
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
};
