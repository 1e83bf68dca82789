import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, removeFolder } from '../servers/folder.ts';
import { findPrograms } from '../servers/programs.ts';
import type { FluxController } from './components.ts';
import { type GitServer, startGit } from './git.ts';
import { type Kubectl, kubectlOf } from './kubectl.ts';
import { makeLayout } from './layout.ts';
import { type Processes, processesOf } from './processes.ts';

export interface ClusterOptions {
  /** False for a cluster without Flux until `startFlux`. The default is true. */
  readonly flux?: boolean;
  /** False for an API server alone: nothing runs pods, and no controller adds an object. The default is true. */
  readonly controllers?: boolean;
  /** The components (`app.kubernetes.io/component`) whose pods the test itself runs in the place of kwok. The default is none. */
  readonly withoutComponents?: readonly string[];
}

/** A control plane: kubectl, its processes, and the Git and OCI servers that Flux reads. */
export interface Cluster extends Kubectl, Processes, AsyncDisposable {
  /** The path of a kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;
  /** The URL of the API server. */
  readonly server: string;
  /** The address of an OCI registry over plain HTTP without authentication, for instance `127.0.0.1:20001`. */
  readonly registry: string;
  readonly git: GitServer;
  /** Starts the controllers of Flux. Installs their CustomResourceDefinitions unless `definitions` is false. */
  startFlux(options?: { readonly definitions?: boolean }): Promise<void>;
}

/**
 * Starts Kubernetes and Flux without containers, on the loopback address and isolated from other clusters. The API server, the controller
 * manager, the scheduler and the controllers of Flux are the real programs, so admission, field ownership, order, waiting and pruning are
 * real. kwok simulates the only node: pods become Ready and Jobs complete, but no container, probe or init container runs.
 * @throws {Failure} With exit code 3 if the programs are not built.
 *
 * @example await using cluster = await orSkip(context, startCluster()); const fleet = await cluster.git.repository('fleet'); await
 * fleet.commit({ 'apps/config.yaml': manifest }); await cluster.apply(gitRepository(fleet.url)); await cluster.ready('gitrepository/fleet',
 * 'flux-system'); await cluster.kill('kube-apiserver');
 */
export const startCluster = async ({
  flux = true,
  controllers = true,
  withoutComponents,
}: ClusterOptions = {}): Promise<Cluster> => {
  const programs = findPrograms('cluster');
  const folder = await makeFolder('cluster');
  await using failed = new AsyncDisposableStack();
  failed.defer(() => removeFolder(folder));

  for (const name of ['artifacts', 'git', 'home', 'tmp']) await mkdir(join(folder, name));
  const layout = await makeLayout(programs, folder, withoutComponents);
  const kubeconfig = layout.file('kubeconfig');
  const processes = processesOf(programs, layout);
  failed.defer(() => processes.stop());
  const git = failed.use(await startGit(join(folder, 'git')));
  const kubectl = await kubectlOf(kubeconfig, join(folder, 'home'));

  const startFlux = async ({ definitions = true } = {}): Promise<void> => {
    if (definitions) await installDefinitions(kubectl, programs);
    await Promise.all(fluxControllers.map((name) => processes.restart(name)));
  };
  const start = async (): Promise<void> => {
    await processes.restart('etcd');
    await processes.restart('kube-apiserver');
    if (!controllers) return;
    await Promise.all([
      processes.restart('kube-controller-manager'),
      processes.restart('kube-scheduler'),
      processes.restart('kwok'),
      readFile(nodeFile, 'utf8').then(kubectl.apply),
      flux && startFlux(),
    ]);
  };
  await Promise.all([start(), controllers && processes.restart('registry')]);

  const running = failed.move();
  const stop = () => running.disposeAsync();
  return {
    ...kubectl,
    ...processes,
    kubeconfig,
    server: `https://127.0.0.1:${layout.ports['kube-apiserver']}`,
    registry: `127.0.0.1:${layout.ports.registry}`,
    git,
    startFlux,
    stop,
    [Symbol.asyncDispose]: stop,
  };
};

/** The manifest of the initial node of a cluster. */
export const nodeFile: string = join(import.meta.dirname, 'node.yaml');

const fluxControllers: readonly FluxController[] = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
];

const installDefinitions = async (kubectl: Kubectl, programs: string): Promise<void> => {
  const directories = fluxControllers.map((name) =>
    join(programs, 'files', name, 'config/crd/bases'),
  );
  const filenames = directories.map((directory) => `--filename=${directory}`);
  await kubectl.kubectl(['apply', '--server-side', ...filenames]);
  await kubectl.kubectl([
    'wait',
    '--for=condition=Established',
    'customresourcedefinition',
    '--all',
  ]);
  await kubectl.apply('{ apiVersion: v1, kind: Namespace, metadata: { name: flux-system } }');
};
