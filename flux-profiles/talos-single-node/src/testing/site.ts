import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from '@helm-charts/appliance';
import {
  type Cluster,
  type ClusterOptions,
  fluxManifest,
  startCluster,
} from '@helm-charts/testing/cluster';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import type { Finding } from '@helm-charts/types';

/** A box, and the program of the appliance that is run on it. */
export interface Site extends AsyncDisposable {
  readonly cluster: Cluster;
  /** For the files of the test; `flux.yaml` in it is the manifest of Flux. */
  readonly folder: string;
  /** Runs the program to its end. */
  readonly appliance: (...args: readonly string[]) => Promise<Outcome>;
  /** Runs the program, to look at it meanwhile. */
  readonly begin: (...args: readonly string[]) => Running;
}

export interface Running {
  /** Progress so far, as people read it. */
  readonly said: () => string;
  /** Does what Ctrl-C does. */
  readonly interrupt: () => void;
  readonly outcome: Promise<Outcome>;
}

/** What the program came to, by its JSON; empty where it printed text. */
export interface Outcome {
  readonly exitCode: number;
  readonly changes: readonly { readonly action: string; readonly what: string }[];
  readonly findings: readonly Finding[];
  readonly status: readonly {
    readonly layer: string;
    readonly what: string;
    readonly state: string;
    readonly message: string;
  }[];
}

export const workspace: string = resolve(import.meta.dirname, '../../../..');

/** An empty cluster that does not know Flux yet. The controllers of Flux start when its definitions are there. */
export const startSite = async (
  options: Pick<ClusterOptions, 'withoutComponents'> = {},
): Promise<Site> => {
  await using failed = new AsyncDisposableStack();
  const folder = await makeFolder('site');
  failed.defer(() => removeFolder(folder));
  const cluster = failed.use(await startCluster({ ...options, flux: false }));
  await writeFile(join(folder, 'flux.yaml'), fluxManifest());
  const begin = (...args: readonly string[]): Running => {
    const printed: string[] = [];
    const said: string[] = [];
    const stop = new AbortController();
    const ended = run([...args, '--json'], {
      directory: workspace,
      environment: { KUBECONFIG: cluster.kubeconfig },
      print: (text) => void printed.push(text),
      say: (text) => void said.push(text),
      ask: undefined,
      signal: stop.signal,
    });
    return {
      said: () => said.join(''),
      interrupt: () => stop.abort(),
      outcome: ended.then((exitCode) => ({ ...JSON.parse(printed.join('')), exitCode })),
    };
  };
  const running = failed.move();
  return {
    cluster,
    folder,
    appliance: (...args) => begin(...args).outcome,
    begin,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
