import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@helm-charts/appliance';
import { type Cluster, startCluster } from '../../../../tools/cluster/cluster.ts';
import type { ServedRepository } from '../../../../tools/cluster/git.ts';
import { makeFolder, removeFolder } from '../../../../tools/servers/folder.ts';
import { startChartRepository } from './charts.ts';

/** What the program of the appliance came to. */
interface Answer {
  readonly exitCode: number;
  readonly output: string;
  readonly said: string;
}

/** A box on which Flux runs, and what a site has beside it: its own copy of the repository, and a repository of charts. */
export interface Box extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly repository: ServedRepository;
  /** A place for whatever a test writes. */
  readonly folder: string;
  /** Runs the program of the appliance, as somebody in the workspace does. */
  readonly appliance: (...args: readonly string[]) => Promise<Answer>;
}

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));
const profile = 'flux-profiles/talos-single-node';

export const startBox = async (): Promise<Box> => {
  await using made = new AsyncDisposableStack();
  const cluster = made.use(await startCluster());
  const folder = await makeFolder('charts');
  made.defer(() => removeFolder(folder));
  const charts = made.use(await startChartRepository(folder));
  await cluster.apply(controllers);

  const repository = await cluster.git.repository('alga-appliance');
  for (const path of ['charts', profile]) {
    await cp(join(workspace, path), join(repository.directory, path), {
      recursive: true,
      // The sources of charts and profiles are of no use to Flux.
      filter: (from) => !/\/src(\/|$)/.test(from),
    });
  }
  const sources = join(repository.directory, profile, 'sources/repositories.yaml');
  const text = await readFile(sources, 'utf8');
  await writeFile(sources, text.replace(/url: .*/, `url: ${charts.url}`));
  await repository.commit();

  const all = made.move();
  return {
    cluster,
    repository,
    folder,
    appliance: async (...args) => {
      const printed: string[] = [];
      const said: string[] = [];
      const exitCode = await run(args, {
        directory: workspace,
        environment: { KUBECONFIG: cluster.kubeconfig },
        print: (line) => void printed.push(line),
        say: (line) => void said.push(line),
        ask: undefined,
        signal: new AbortController().signal,
      });
      return { exitCode, output: printed.join(''), said: said.join('') };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

/** The controllers of Flux are processes here. For the program they are what they are on a box: Deployments, of pods in which nothing runs. */
const controllers = ['source-controller', 'kustomize-controller', 'helm-controller']
  .map(
    (name) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: flux-system }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: manager, image: "registry.invalid/${name}:1" }] }
`,
  )
  .join('---\n');
