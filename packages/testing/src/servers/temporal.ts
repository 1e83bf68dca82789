import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Ended, runCommand } from './command.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { grpcHealth, type Health } from './health.ts';
import { type Exit, launch } from './launch.ts';
import { freePorts } from './port.ts';
import { findPrograms } from './programs.ts';

export interface TemporalOptions {
  /** The text of the server's configuration. */
  readonly config: string;
  /** The text of its dynamic configuration, in place of the file that the configuration names. */
  readonly dynamicConfig?: string;
  /** Variables that the configuration's template reads. */
  readonly environment?: Environment;
}

export type Environment = Readonly<Record<string, string>>;

export interface Temporal extends AsyncDisposable {
  readonly host: '127.0.0.1';
  /** Of the frontend, for gRPC. */
  readonly port: number;
  /** Of frontend, history, matching and worker, for gRPC. */
  readonly ports: readonly number[];
  /** Both, as clients want them. */
  readonly address: string;
  /** The server's metrics, for Prometheus. */
  readonly metrics: string;
  /** Another one after a restart. */
  readonly pid: number;
  log(): readonly string[];
  /** What a `grpc:` probe of Kubernetes gets, by default of the frontend's own service. Throws an Error if the server does not answer. */
  health(service?: string): Promise<Health>;
  /** Ends the server as a crash does. */
  kill(): Promise<Exit>;
  /** Ends the server if it runs, and starts it on the same ports. */
  restart(): Promise<void>;
  /** Ends the server: by SIGTERM, as Kubernetes does, if no other signal is given. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/** The service whose health says whether the frontend takes requests (temporal, service/frontend/workflow_handler.go). */
const workflowService = 'temporal.api.workflowservice.v1.WorkflowService';

/**
 * A Temporal server with all its services in one process, on a configuration as it stands, but for the addresses on which it listens.
 * Its databases have to have their schemas already.
 */
export const startTemporal = async (options: TemporalOptions): Promise<Temporal> => {
  const programs = findPrograms('temporal');
  const folder = await makeFolder('temporal');
  try {
    const ports = await freePorts(2 * services.length + 1);
    const [port = 0] = ports;
    const metrics = `127.0.0.1:${ports.at(-1)}`;
    await writeConfig(folder, options, ports, metrics);
    const health = (service = workflowService): Promise<Health> => grpcHealth(port, service);
    const start = () =>
      launch({
        command: join(programs, 'temporal-server'),
        arguments: ['--root', folder, '--config', '.', '--env', 'here', 'start'],
        folder,
        environment: options.environment ?? {},
        stopSignal: 'SIGTERM',
        ready: async () => (await health().catch(() => undefined)) === 'SERVING',
        patience: 120,
        user: {},
      });
    let server = await start();
    const stop = async (signal?: NodeJS.Signals): Promise<Exit> => {
      const exit = await server.stop(signal);
      await removeFolder(folder);
      return exit;
    };
    return {
      host: '127.0.0.1',
      port,
      ports: ports.slice(0, services.length),
      address: `127.0.0.1:${port}`,
      metrics,
      get pid() {
        return server.pid;
      },
      log: () => server.log(),
      health,
      kill: () => server.stop('SIGKILL'),
      restart: async () => {
        await server.stop();
        server = await start();
      },
      stop,
      [Symbol.asyncDispose]: async () => void (await stop()),
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
};

/**
 * Runs a command that finds `temporal-sql-tool` and `temporal`, the CLI, on PATH, as in the pod of a Job: no other variable of this process is set.
 *
 * @example
 * await runTemporal('temporal', ['operator', 'cluster', 'health', '--address', server.address]);
 * await runTemporal('sh', ['-ec', script], { SQL_PASSWORD: password });
 */
export const runTemporal = async (
  command: string,
  args: readonly string[],
  environment: Environment = {},
): Promise<Ended> => {
  const path = [findPrograms('temporal'), process.env.PATH].join(delimiter);
  // Containers have one; without it the CLI does not start.
  const home = '/nonexistent';
  return runCommand(command, args, { environment: { PATH: path, HOME: home, ...environment } });
};

const services = ['frontend', 'history', 'matching', 'worker'];

/** The server lays `here.yaml` over `base.yaml` (temporal, common/config/loader.go). */
const writeConfig = async (
  folder: string,
  { config, dynamicConfig }: TemporalOptions,
  ports: readonly number[],
  metrics: string,
): Promise<void> => {
  const rpc = (index: number) => ({
    grpcPort: ports[index],
    membershipPort: ports[services.length + index],
    bindOnIP: '127.0.0.1',
  });
  const filepath = join(folder, 'dynamic.yaml');
  const here = {
    global: {
      membership: { broadcastAddress: '127.0.0.1' },
      metrics: { prometheus: { listenAddress: metrics } },
    },
    services: Object.fromEntries(services.map((name, index) => [name, { rpc: rpc(index) }])),
    publicClient: { hostPort: `127.0.0.1:${ports[0]}` },
    ...(dynamicConfig !== undefined && { dynamicConfigClient: { filepath } }),
  };
  await writeFile(join(folder, 'base.yaml'), config);
  await writeFile(join(folder, 'here.yaml'), JSON.stringify(here));
  if (dynamicConfig !== undefined) await writeFile(filepath, dynamicConfig);
};
