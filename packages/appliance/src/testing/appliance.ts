import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProfile } from '@helm-charts/pipeline';
import {
  type ApiServer,
  makeFolder,
  removeFolder,
  startApiServer,
} from '@helm-charts/testing/servers';
import { type FluxObject, type Manifest, orFail, type Profile } from '@helm-charts/types';
import { run, type Terminal } from '../index.ts';
import { type Bootstrap, playBootstrap } from './bootstrap.ts';
import { type Flux, type FluxOptions, playFlux } from './flux.ts';
import { fluxManifest, fluxObjects } from './manifest.ts';
import { type WorkspaceOptions, workspace } from './workspace.ts';

/** A cluster for the time of a test, and the program that is run on it. */
export interface Appliance extends AsyncDisposable {
  readonly server: ApiServer;
  /** The workspace that the program is run in. */
  readonly directory: string;
  /** For the files of the test; `flux.yaml` in it is a manifest of Flux. */
  readonly folder: string;
  readonly flux: Flux;
  /** The Job of the release that creates the first tenant, where the profile has one. */
  readonly bootstrap: Bootstrap;
  /** Runs the program with its arguments on the cluster. */
  readonly run: (args: readonly string[], terminal?: Partial<Terminal>) => Promise<Outcome>;
}

interface Outcome {
  readonly exitCode: number;
  /** What it printed. */
  readonly output: string;
  /** Progress and problems. */
  readonly said: string;
}

export interface ApplianceOptions extends WorkspaceOptions {
  /** Whether Flux is installed already. */
  readonly hasFlux?: boolean;
  readonly troubles?: FluxOptions['troubles'];
  /** What is there beside a Ready node and a StorageClass. */
  readonly objects?: readonly Manifest[];
  /** Where the program is run, a workspace of its own where none is given. */
  readonly directory?: string;
  readonly profile?: string;
  /** The version of Kubernetes: `1.36.3`. */
  readonly kubernetes?: string;
}

/** Starts a cluster with a node and a StorageClass, on which Flux is played. */
export const startAppliance = async (options: ApplianceOptions = {}): Promise<Appliance> => {
  const { hasFlux = false, troubles = {}, objects = [] } = options;
  const { directory = workspace(options), profile = 'site' } = options;
  const folder = await makeFolder('appliance');
  await writeFile(join(folder, 'flux.yaml'), fluxManifest);
  const { kubernetes } = options;
  const server = await startApiServer({
    objects: [node, storageClass],
    ...(kubernetes && { kubernetes }),
  });
  const root = `flux-profiles/${profile}`;
  const delivers = delivered(orFail(await loadProfile({ workspace: directory, root })));
  const bootstrap = playBootstrap(server, options.hasTenant);
  const flux = playFlux(server, { delivers, troubles });
  for (const object of [...(hasFlux ? fluxObjects : []), ...objects]) server.put(object);
  return {
    server,
    directory,
    folder,
    flux,
    bootstrap,
    run: async (args, terminal = {}) => {
      const printed: string[] = [];
      const said: string[] = [];
      const exitCode = await run(args, {
        directory,
        environment: { KUBECONFIG: server.kubeconfig },
        print: (text) => void printed.push(text),
        say: (text) => void said.push(text),
        ask: undefined,
        signal: new AbortController().signal,
        ...terminal,
      });
      return { exitCode, output: printed.join(''), said: said.join('') };
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await removeFolder(folder);
    },
  };
};

const delivered = ({ kustomizations, releases }: Profile): readonly Manifest[] =>
  // The types of Flux's objects leave a name optional, which a definition always gives.
  [...kustomizations, ...releases.map(({ helmRelease }) => helmRelease)].map(
    (object: FluxObject) => object as Manifest,
  );

const node: Manifest = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'box' },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
};

const storageClass: Manifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: 'fast',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
};
