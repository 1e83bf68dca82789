import { join } from 'node:path';
import { publish } from '@helm-charts/testing/cluster';
import { profile } from '../profile.ts';
import { type Running, type Site, startSite, workspace } from './site.ts';
import { statusOf } from './status.ts';

/** A site where the profile is installed from the registry of its cluster. */
export interface InstalledSite extends Site {
  /** What `status` said before the installation. */
  readonly empty: readonly string[];
  /** What `status` said after it, when everything was ready. */
  readonly ready: readonly string[];
}

export const startInstalledSite = async (): Promise<InstalledSite> => {
  await using failed = new AsyncDisposableStack();
  const site = failed.use(await startSite());
  const empty = await statusOf(site);
  const installing = await beginInstallation(site);
  const { exitCode, findings } = await installing.outcome;
  if (exitCode !== 0)
    throw new Error(`bootstrap ended with ${exitCode}: ${JSON.stringify(findings)}`);
  const ready = await statusOf(site);
  const running = failed.move();
  return { ...site, empty, ready, [Symbol.asyncDispose]: () => running.disposeAsync() };
};

interface InstallationOptions {
  /** More options of `bootstrap`. */
  readonly options?: readonly string[];
  readonly timeout?: string;
  readonly beforeFlux?: () => Promise<unknown>;
}

/** Begins `bootstrap` on an empty cluster. The controllers of Flux start when their Deployments are available, after `beforeFlux`. */
export const beginInstallation = async (
  { cluster, folder, begin }: Site,
  { options = [], timeout = '4m', beforeFlux }: InstallationOptions = {},
): Promise<Running> => {
  const { registry } = cluster;
  const url = await publish({ workspace, profile, registry, folder: join(folder, 'packages') });
  const installing = begin(
    ...['bootstrap', '--flux-manifest', join(folder, 'flux.yaml'), '--timeout', timeout],
    ...['--registry', url, '--insecure-registry', ...options],
  );
  // The Deployments come last of what the manifest of Flux holds.
  for (const name of ['source-controller', 'kustomize-controller', 'helm-controller']) {
    await cluster.ready(`deployment/${name}`, 'flux-system', { condition: 'Available' });
  }
  await beforeFlux?.();
  await cluster.startFlux({ definitions: false });
  return installing;
};
