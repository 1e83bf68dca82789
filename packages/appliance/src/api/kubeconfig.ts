import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { KubeConfig } from '@kubernetes/client-node';

/** Which cluster is meant. */
export interface Access {
  /** The file that `--kubeconfig` names. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The kubeconfig of `--kubeconfig`, else of KUBECONFIG, else ~/.kube/config, in the order of kubectl; never that of a pod, so that
 * no cluster is meant by accident. Throws a Failure (2) that says what is wrong with it.
 */
export const loadKubeconfig = ({ kubeconfig, context, environment }: Access): KubeConfig => {
  const { KUBECONFIG, HOME = homedir() } = environment;
  const files = kubeconfig ? [kubeconfig] : (KUBECONFIG?.split(delimiter).filter(Boolean) ?? []);
  const [first, ...others] = files.length > 0 ? files : [join(HOME, '.kube/config')];
  const where = first ?? '';
  const config = read(where, files.length > 0);
  for (const file of others) merge(config, file);
  if (context !== undefined) config.setCurrentContext(context);
  const current = config.getCurrentContext();
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(current)) {
    throw failure(where, `there is no context "${current}"; there are: ${names.join(', ')}`);
  }
  if (!config.getCurrentCluster()?.server) {
    throw failure(where, `the context "${current}" names no cluster with a server; correct it`);
  }
  return config;
};

/** The first context stays the current one, as with kubectl. */
const merge = (config: KubeConfig, file: string): void => {
  const other = read(file, true);
  try {
    config.mergeConfig(other, true);
  } catch (error) {
    throw failure(
      file,
      `${sentence(error)}, which another file of KUBECONFIG has, too; name one of them with --kubeconfig`,
    );
  }
};

const read = (file: string, isNamed: boolean): KubeConfig => {
  if (!existsSync(file)) {
    const mend = isNamed
      ? 'correct --kubeconfig or KUBECONFIG'
      : 'name the file with --kubeconfig or KUBECONFIG; "talosctl kubeconfig" writes one';
    throw failure(file, `there is no such file; ${mend}`);
  }
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw failure(
      file,
      `this is no kubeconfig (${sentence(error)}); write it anew with "talosctl kubeconfig"`,
    );
  }
  return config;
};

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'kubeconfig', severity: 'error', where, message }]);
