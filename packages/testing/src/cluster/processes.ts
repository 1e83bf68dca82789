import { join } from 'node:path';
import { type Exit, launch, type Server } from '../servers/launch.ts';
import { answers, type Component, components } from './components.ts';
import type { Layout } from './layout.ts';

/** The processes of a control plane. */
export interface Processes {
  /** The id of a component's process; another one after a restart. */
  pid(component: Component): number;
  log(component: Component): readonly string[];
  /** Ends a component as a crash does. */
  kill(component: Component): Promise<Exit>;
  /** Ends a component if it runs, and starts it at its address with what it has kept. */
  restart(component: Component): Promise<void>;
  /** Ends all of them, for good. */
  stop(): Promise<void>;
}

/** The processes that the programs of a folder become; none is started. */
export const processesOf = (programs: string, layout: Layout): Processes => {
  const { folder, file, authority } = layout;
  const starts = components(layout);
  const environment = {
    KUBECONFIG: file('kubeconfig'),
    // Of the controllers of Flux.
    RUNTIME_NAMESPACE: 'flux-system',
    // What a killed process leaves goes with the folder.
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
      if (isOver) throw new Error(`${component} is not started, for its cluster has been stopped.`);
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
