import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ConfigFile, credentialOf, readConfigFile } from './config-file.ts';
import type { Credential } from './credential.ts';
import { type Environment, environmentCredential } from './environment.ts';
import { askHelper } from './helper.ts';

/** Finds the credential of a repository, or of a host. */
export type FindCredential = (
  host: string,
  repository: string | undefined,
) => Promise<Credential | undefined>;

/**
 * Finds credentials in the environment variables HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD, in the registry
 * config of Helm, in REGISTRY_AUTH_FILE of Podman, and in the config.json of Docker; the first that has one for the host.
 */
export const findCredentialIn =
  (environment: Environment): FindCredential =>
  async (host, repository) => {
    const given = environmentCredential(environment, host);
    if (given !== undefined) return given;
    for (const path of pathsOf(environment)) {
      const file = await readConfigFile(path);
      const found = file && (await findInFile(file, host, repository, environment));
      if (found !== undefined) return found;
    }
    return undefined;
  };

/** A helper for this host comes first, then what the file itself has, then the helper for all hosts. */
const findInFile = async (
  { path, auths, credHelpers, credsStore }: ConfigFile,
  host: string,
  repository: string | undefined,
  environment: Environment,
): Promise<Credential | undefined> => {
  const servers = serversOf(host);
  for (const server of servers) {
    const helper = credHelpers[server];
    if (typeof helper === 'string') return askHelper(helper, server, environment);
  }
  const entry = keysOf(servers, repository)
    .map((key) => find(auths, key))
    .find(Boolean);
  const stored = credentialOf(entry, path, host);
  if (stored !== undefined || credsStore === undefined) return stored;
  for (const server of servers) {
    const found = await askHelper(credsStore, server, environment);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Keys of `auths` may have a scheme and a path (`https://host/v1/`) of old registries. */
const find = (auths: Readonly<Record<string, unknown>>, key: string): unknown =>
  auths[key] ??
  Object.entries(auths).find(
    ([name]) => name.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '') === key,
  )?.[1];

/** The repository, each folder above it, and the host, as Podman matches them. */
const keysOf = (servers: readonly string[], repository: string | undefined): readonly string[] => {
  const parts = repository?.split('/') ?? [];
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return servers.flatMap((server) => [...paths.map((path) => `${server}/${path}`), server]);
};

/** Docker Hub has several names. */
const serversOf = (host: string): readonly string[] =>
  ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(host)
    ? [
        host,
        ...['docker.io', 'https://index.docker.io/v1/', 'index.docker.io'].filter(
          (one) => one !== host,
        ),
      ]
    : [host];

const pathsOf = (environment: Environment): readonly string[] => {
  const home = environment.HOME ?? homedir();
  const config = environment.XDG_CONFIG_HOME ?? join(home, '.config');
  const runtime = environment.XDG_RUNTIME_DIR;
  return [
    environment.HELM_REGISTRY_CONFIG ??
      join(environment.HELM_CONFIG_HOME ?? join(config, 'helm'), 'registry/config.json'),
    environment.REGISTRY_AUTH_FILE,
    join(environment.DOCKER_CONFIG ?? join(home, '.docker'), 'config.json'),
    runtime && join(runtime, 'containers/auth.json'),
  ].filter((path) => path !== undefined && path !== '') as readonly string[];
};
