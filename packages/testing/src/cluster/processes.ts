import { join } from 'node:path';
import { type Exit, launch, type Server } from '../servers/launch.ts';
import { answers, type Component, components } from './components.ts';
import type { Layout } from './layout.ts';

/** The processes of a control plane. */
export interface Processes {
  /** The process id of a component, which changes with a restart. */
  pid(component: Component): number;
  log(component: Component): readonly string[];
  /** Kills a component as in a crash. */
  kill(component: Component): Promise<Exit>;
  /** Stops a component if it runs, and starts it with the same address and data. */
  restart(component: Component): Promise<void>;
  /** Stops all components permanently. */
  stop(): Promise<void>;
}

/** The processes of the programs in a folder. None is started yet. */
export const processesOf = (programs: string, layout: Layout): Processes => {
  const { folder, file, authority } = layout;
  const starts = components(layout);
  const environment = {
    KUBECONFIG: file('kubeconfig'),
    // The controllers of Flux use these.
    RUNTIME_NAMESPACE: 'flux-system',
    // The data of a killed process is deleted with the folder.
    TMPDIR: join(folder, 'tmp'),
  };
  const started = new Map<Component, Promise<Server>>();
  const running = new Map<Component, Server>();
  let isOver = false;

  const find = (component: Component): Server => {
    const server = running.get(component);
    if (server === undefined) throw new Error(`${component} has not been started.`);
    return server;
  };
  return {
    pid: (component) => find(component).pid,
    log: (component) => find(component).log(),
    kill: (component) => find(component).stop(),
    restart: async (component) => {
      await running.get(component)?.stop();
      if (isOver)
        throw new Error(`${component} is not started, because its cluster has been stopped.`);
      const server = launch({
        command: join(programs, component),
        arguments: starts[component].arguments,
        environment,
        folder,
        stopSignal: 'SIGKILL',
        ready: () => answers(starts[component].ready, authority),
        patience: 120,
        user: {},
      });
      started.set(component, server);
      running.set(component, await server);
    },
    stop: async () => {
      isOver = true;
      const servers = await Promise.allSettled(started.values());
      await Promise.all(
        servers.map((server) => server.status === 'fulfilled' && server.value.stop()),
      );
    },
  };
};
