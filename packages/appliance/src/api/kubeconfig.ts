import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Checked, Finding } from '@helm-charts/types';
import { type Cluster, KubeConfig } from '@kubernetes/client-node';

/** Which cluster is meant. */
export interface Access {
  /** The file that `--kubeconfig` names. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The kubeconfig of `--kubeconfig`, else of KUBECONFIG, else ~/.kube/config, in the order of kubectl; never that of a pod, so that
 * no cluster is meant by accident. A warning says that the certificate of the server is not verified.
 */
export const loadKubeconfig = ({
  kubeconfig,
  context,
  environment,
}: Access): Checked<KubeConfig> => {
  const { KUBECONFIG, HOME = homedir() } = environment;
  const files = kubeconfig ? [kubeconfig] : (KUBECONFIG?.split(delimiter).filter(Boolean) ?? []);
  const [first, ...others] = files.length > 0 ? files : [join(HOME, '.kube/config')];
  const file = first ?? '';
  const { value: config, findings } = read(file, files.length > 0);
  if (config === undefined) return { findings };
  const conflicts = others.flatMap((other) => merge(config, other));
  if (conflicts.length > 0) return { findings: conflicts };
  if (context !== undefined) config.setCurrentContext(context);
  const current = config.getCurrentContext();
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(current)) {
    const fix = `choose one of: ${names.join(', ')}`;
    return { findings: [finding(file, `there is no context "${current}"`, fix)] };
  }
  const cluster = config.getCurrentCluster();
  if (!cluster?.server) {
    const message = `the context "${current}" names no cluster with a server`;
    return { findings: [finding(file, message, 'correct the context')] };
  }
  return { value: config, findings: isUnverified(cluster) ? [unverified(file, cluster)] : [] };
};

/** A server without TLS has no certificate to verify. */
const isUnverified = ({ server, skipTLSVerify }: Cluster): boolean =>
  skipTLSVerify && server.startsWith('https:');

const unverified = (file: string, { name }: Cluster): Finding => ({
  ...finding(
    file,
    `the cluster "${name}" sets insecure-skip-tls-verify, so any machine on the way can read the credentials`,
    'set certificate-authority-data instead; "talosctl kubeconfig" writes it',
  ),
  severity: 'warning',
});

/** The first context stays the current one, as with kubectl. */
const merge = (config: KubeConfig, file: string): readonly Finding[] => {
  const { value: other, findings } = read(file, true);
  if (other === undefined) return findings;
  try {
    config.mergeConfig(other, true);
    return [];
  } catch (error) {
    const message = `${sentence(error)}, which another file of KUBECONFIG has, too`;
    return [finding(file, message, 'name one of them with --kubeconfig')];
  }
};

const read = (file: string, isNamed: boolean): Checked<KubeConfig> => {
  if (!existsSync(file)) {
    const fix = isNamed
      ? 'correct --kubeconfig or KUBECONFIG'
      : 'name the file with --kubeconfig or KUBECONFIG; "talosctl kubeconfig" writes one';
    return { findings: [finding(file, 'there is no such file', fix)] };
  }
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    const message = `this is no kubeconfig (${sentence(error)})`;
    return { findings: [finding(file, message, 'write it again with "talosctl kubeconfig"')] };
  }
  return { value: config, findings: [] };
};

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const finding = (file: string, message: string, fix: string): Finding => ({
  rule: 'kubeconfig',
  severity: 'error',
  position: { file },
  message,
  fix,
});
