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
  /** The text of the dynamic configuration, which replaces the file that the configuration names. */
  readonly dynamicConfig?: string;
  /** The variables that the configuration template reads. */
  readonly environment?: Environment;
}

export type Environment = Readonly<Record<string, string>>;

export interface Temporal extends AsyncDisposable {
  readonly host: '127.0.0.1';
  /** The gRPC port of the frontend. */
  readonly port: number;
  /** The gRPC ports of frontend, history, matching and worker. */
  readonly ports: readonly number[];
  /** Host and port of the frontend, for clients. */
  readonly address: string;
  /** The URL of the Prometheus metrics. */
  readonly metrics: string;
  /** The process id, which changes with a restart. */
  readonly pid: number;
  log(): readonly string[];
  /**
   * The result of a Kubernetes `grpc:` probe, by default of the frontend service.
   * @throws {Error} If the server does not answer.
   */
  health(service?: string): Promise<Health>;
  /** Kills the server as in a crash. */
  kill(): Promise<Exit>;
  /** Stops the server if it runs, and starts it on the same ports. */
  restart(): Promise<void>;
  /** Stops the server. The default signal is SIGTERM, as in Kubernetes. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/** The service whose health tells whether the frontend accepts requests (temporal, service/frontend/workflow_handler.go). */
const workflowService = 'temporal.api.workflowservice.v1.WorkflowService';

/**
 * Starts a Temporal server with all services in one process and with a configuration; only the listen addresses are changed. Its databases
 * must already have their schemas.
 * @throws {Failure} With exit code 3 if the programs are not built.
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
 * Runs a command with `temporal-sql-tool` and the CLI `temporal` on PATH, as in the pod of a Job. No other variable of this process is set.
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
  // Containers have HOME; without it the CLI does not start.
  const home = '/nonexistent';
  return runCommand(command, args, { environment: { PATH: path, HOME: home, ...environment } });
};

const services = ['frontend', 'history', 'matching', 'worker'];

/** The server merges `here.yaml` over `base.yaml` (temporal, common/config/loader.go). */
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
