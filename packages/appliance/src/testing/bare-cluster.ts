import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Cluster, fluxManifest, startCluster } from '@helm-charts/testing/cluster';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { run } from '../run.ts';

/** A real cluster without Flux, and `bootstrap` for it. */
export interface BareCluster extends AsyncDisposable {
  readonly cluster: Cluster;
  /** For the files of the test. */
  readonly folder: string;
  /** Runs `bootstrap` for three seconds, or until it prints a line that begins with `stopAt`, which is when somebody presses Ctrl-C. */
  readonly bootstrap: (args?: readonly string[], options?: BootstrapOptions) => Promise<Outcome>;
  /** Runs `bootstrap` with the manifest of Flux. */
  readonly installFlux: (options?: BootstrapOptions) => Promise<Outcome>;
}

interface BootstrapOptions {
  /** That of an administrator unless given. */
  readonly kubeconfig?: string;
  readonly stopAt?: string;
}

interface Outcome {
  readonly exitCode: number;
  /** The lines of the findings. */
  readonly findings: readonly string[];
  readonly said: readonly string[];
}

export const workspace: string = resolve(import.meta.dirname, '../../../..');

/** What `bootstrap` waits for first when all that it creates exists. */
export const waitsForSource = 'waiting for OCIRepository flux-system/alga-appliance: ';

export const withoutFlux =
  'error Namespace flux-system: Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes. [flux]';

export const startBareCluster = async (): Promise<BareCluster> => {
  await using failed = new AsyncDisposableStack();
  const folder = await makeFolder('bare');
  failed.defer(() => removeFolder(folder));
  const cluster = failed.use(await startCluster({ flux: false }));
  await writeFile(join(folder, 'flux.yaml'), fluxManifest());
  const bootstrap = (args: readonly string[] = [], options: BootstrapOptions = {}) =>
    runBootstrap(cluster, args, options);
  const running = failed.move();
  return {
    cluster,
    folder,
    bootstrap,
    installFlux: (options) => bootstrap(['--flux-manifest', join(folder, 'flux.yaml')], options),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

const runBootstrap = async (
  cluster: Cluster,
  args: readonly string[],
  { kubeconfig = cluster.kubeconfig, stopAt }: BootstrapOptions,
): Promise<Outcome> => {
  const said: string[] = [];
  const stop = new AbortController();
  const source = ['--registry', `oci://${cluster.registry}/alga`, '--insecure-registry'];
  const patience = ['--timeout', stopAt === undefined ? '3s' : '3m'];
  const exitCode = await run(['bootstrap', ...patience, ...source, ...args], {
    directory: workspace,
    environment: { KUBECONFIG: kubeconfig },
    print: () => {},
    say: (text) => {
      said.push(text.replaceAll(cluster.server, 'URL').trimEnd());
      if (stopAt !== undefined && text.startsWith(stopAt)) stop.abort();
    },
    ask: undefined,
    signal: stop.signal,
  });
  const lines = said.join('\n').split('\n');
  return { exitCode, findings: lines.filter((line) => line.startsWith('error ')), said: lines };
};
