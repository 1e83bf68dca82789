import { KubeConfig, type User } from '@kubernetes/client-node';
import type { Deadline } from '../session.ts';
import { type Credential, type Plugin, runPlugin } from './plugin.ts';

/** Returns the kubeconfig with credentials that are valid now. */
export type Authenticate = () => Promise<KubeConfig>;

/**
 * Returns a kubeconfig without a credential plugin as it is. The client library runs a plugin without a time limit, so a plugin is run
 * here, once for all requests until its credentials expire. After a failure it is not run again.
 */
export const authenticator = (
  config: KubeConfig,
  deadline: Deadline,
  signal: AbortSignal,
): Authenticate => {
  const user = config.getCurrentUser();
  const plugin = user === null ? undefined : pluginOf(user);
  if (user === null || plugin === undefined) return async () => config;
  let credential: Promise<Credential> | undefined;
  return async () => {
    const last = credential;
    // Another request may have run the plugin again meanwhile.
    if (last !== undefined && isExpired(await last) && credential === last) credential = undefined;
    credential ??= runPlugin(plugin, ofPlugin(deadline), signal);
    return withCredential(config, user, await credential);
  };
};

/** A plugin that opens a browser waits for a person, but not as long as a command waits for releases. */
const longest = 300_000;

const ofPlugin = ({ at, after }: Deadline): Deadline => ({
  at: Math.min(at, Date.now() + longest),
  after: Math.min(after, longest),
});

const pluginOf = ({ exec }: User): Plugin | undefined => {
  if (typeof exec?.command !== 'string') return undefined;
  const { apiVersion, command, installHint } = exec;
  return {
    apiVersion: String(apiVersion ?? 'client.authentication.k8s.io/v1'),
    command,
    args: listOf(exec.args).map(String),
    env: Object.fromEntries(
      listOf(exec.env).map((entry) => [stringAt(entry, 'name'), stringAt(entry, 'value')]),
    ),
    ...(installHint && { installHint: String(installHint) }),
  };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const stringAt = (value: unknown, field: string): string =>
  typeof value === 'object' && value !== null && field in value
    ? String((value as Readonly<Record<string, unknown>>)[field])
    : '';

/** Without a valid time, credentials do not expire. */
const isExpired = ({ expirationTimestamp = '' }: Credential): boolean =>
  Date.parse(expirationTimestamp) <= Date.now();

const withCredential = (
  config: KubeConfig,
  { exec: _, ...user }: User,
  { token, clientCertificateData: certificate, clientKeyData: key }: Credential,
): KubeConfig => {
  const authenticated: User = {
    ...user,
    ...(token && { token }),
    ...(certificate && { certData: toBase64(certificate) }),
    ...(key && { keyData: toBase64(key) }),
  };
  const result = new KubeConfig();
  result.loadFromOptions({
    clusters: config.getClusters(),
    contexts: config.getContexts(),
    users: [authenticated],
    currentContext: config.getCurrentContext(),
  });
  return result;
};

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
