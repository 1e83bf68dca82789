import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorityFile, postgresAuthority } from '@helm-charts/alga';
import {
  connect,
  type Ended,
  type Postgres,
  type PostgresOptions,
  runCommand,
  runTemporal,
  startPostgres,
  startTemporal,
  type Temporal,
} from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';
import { containersOf, filesOf, render } from './render.ts';

/** A Postgres with what the bootstrap of the server has made for Temporal, and the chart rendered for it. */
export interface Installation extends AsyncDisposable {
  readonly postgres: Postgres;
  readonly manifests: readonly Manifest[];
  /** The environment of a container, as the kubelet fills it in. */
  environment(container: string): Readonly<Record<string, string>>;
  script(name: string): string;
  /** A text with paths of the containers as they are on this machine. */
  local(text: string): string;
  /** Runs a script that needs psql, as its container does. */
  run(container: string): Promise<Ended>;
  /** Runs the containers of the schema Job, as the kubelet does; a node that dies ends them after so many seconds. */
  schemaJob(seconds?: number): Promise<Ended>;
}

const path = process.env.PATH ?? '';

/** A password that a shell, YAML and a connection string each understand in their own way. The server itself can't take a space. */
const password = `it's"a"$HOME\\n:{{x}}#ü%20`;

/** TLS of Postgres, which then rejects other connections, and the CA certificate in the Secret of the appliance. */
interface TlsOptions {
  readonly tls?: PostgresOptions['tls'];
  readonly authority?: string;
}

export const install = async (
  values: object = {},
  { tls, authority }: TlsOptions = {},
): Promise<Installation> => {
  const postgres = await startPostgres({ ...(tls && { tls }) });
  // The path of the CA certificate in the containers, on this machine.
  const certificates = await mkdtemp(join(tmpdir(), 'temporal-tls-'));
  if (authority !== undefined) await writeFile(join(certificates, 'ca.crt'), authority);
  const local = (text: string) => text.replaceAll(dirname(authorityFile), certificates);
  {
    await using superuser = await connect({
      ...postgres.superuser,
      ...(tls && { tls: { rejectUnauthorized: false } }),
    });
    const quoted = password.replaceAll("'", "''");
    await superuser.query('SET standard_conforming_strings = on');
    await superuser.query(`CREATE ROLE temporal LOGIN PASSWORD '${quoted}'`);
    await superuser.query('CREATE DATABASE temporal OWNER temporal');
    await superuser.query('CREATE DATABASE temporal_visibility OWNER temporal');
  }
  const { host, port } = postgres;
  const manifests = await render({
    ...values,
    database: { host, port, tls: { certificateAuthority: postgresAuthority, required: false } },
  });
  const containers = containersOf(manifests);
  const scripts = filesOf(manifests, 'temporal-scripts');
  const script = (name: string): string => scripts[name] ?? '';
  const environment = (container: string) =>
    Object.fromEntries(
      (containers[container]?.env ?? []).map(({ name, value, valueFrom }) => {
        if (valueFrom?.secretKeyRef === undefined) return [name, local(value ?? '')];
        return [name, name === 'DB_CA' ? (authority ?? '') : password];
      }),
    );
  const run = (container: string): Promise<Ended> =>
    runCommand('sh', ['-c', script(`${container}.sh`)], {
      environment: { ...environment(container), PATH: path },
    });
  const schemaJob = async (seconds?: number): Promise<Ended> => {
    const folder = await mkdtemp(join(tmpdir(), 'schema-'));
    const env = { ...environment('lock-schema'), SCHEMA_FOLDER: folder, PATH: path };
    const lock = spawn('sh', ['-c', script('lock-schema.sh')], { env, stdio: 'ignore' });
    const ended = once(lock, 'exit');
    try {
      await locked(folder, lock);
      const shell = ['sh', '-c', script('update-schema.sh')];
      const limited =
        seconds === undefined ? shell : ['timeout', '-s', 'KILL', `${seconds}`, ...shell];
      const [command = '', ...args] = limited;
      const update = await runTemporal(command, args, environment('update-schema'));
      return update.code === 0 ? await run('mark-schema') : update;
    } finally {
      lock.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    }
  };
  return {
    postgres,
    manifests,
    environment,
    script,
    local,
    run,
    schemaJob,
    [Symbol.asyncDispose]: async () => {
      await postgres.stop();
      await rm(certificates, { recursive: true });
    },
  };
};

/** The server on the configuration as it is rendered. */
export const serve = ({ manifests, environment, local }: Installation): Promise<Temporal> => {
  const files = filesOf(manifests, 'temporal-config');
  return startTemporal({
    config: local(files['server.yaml'] ?? ''),
    dynamicConfig: files['dynamic-config.yaml'] ?? '',
    environment: { ...environment('temporal'), POD_IP: '127.0.0.1' },
  });
};

/** The Job that makes the namespace, run against a server. */
export const makeNamespace = (
  { script, environment }: Installation,
  { address }: Pick<Temporal, 'address'>,
  other: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  runTemporal('sh', ['-c', script('create-namespace.sh')], {
    ...environment('create-namespace'),
    TEMPORAL_ADDRESS: address,
    ...other,
  });

/** What the startup probe of the lock waits for. */
const locked = async (folder: string, lock: ChildProcess): Promise<void> => {
  while (!existsSync(join(folder, 'locked'))) {
    if (lock.exitCode !== null) throw new Error(`the lock ended with ${lock.exitCode}`);
    await sleep(20);
  }
};
