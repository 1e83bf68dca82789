import type { ChartRequest, LockedChart } from '@helm-charts/flux';
import type { Connections } from './connections.ts';
import { indexSource } from './index-source.ts';
import { type Mirrors, mirrorOf } from './mirrors.ts';
import { registrySource } from './registry-source.ts';

/** A version of a chart that its source has. */
export interface Available {
  /** What the lock file says of it; undefined for an artifact that is named by a digest, whose chart has a version. */
  readonly version: string | undefined;
  /** The digest of the package, if the source says it. */
  readonly digest?: string | undefined;
  /** The digest of the manifest in a registry. */
  readonly revision?: string | undefined;
  /** Downloads the package into a file. */
  readonly download: (file: string) => Promise<unknown>;
}

/** The versions that a source has, without the wanted one. */
interface Others {
  readonly versions: readonly string[];
}

/** Where a chart comes from. All functions throw a RegistryFailure. */
export interface Source {
  /** Finds what Flux would choose, or says which versions there are. */
  readonly choose: () => Promise<Available | Others>;
  /** Finds the version that the lock file says, or says which there are. */
  readonly locked: (chart: LockedChart) => Promise<Available | Others>;
}

/** The largest package, in bytes: as much as Helm unpacks (helm: pkg/chart/loader/archive/archive.go). */
export const largestPackage: number = 100 * 2 ** 20;

export const sourceOf = (
  request: ChartRequest,
  connections: Connections,
  mirrors: Mirrors,
): Source => {
  const url = mirrorOf(request.source, mirrors);
  return request.from === 'index' && !url.startsWith('oci://')
    ? indexSource(request, url, connections)
    : registrySource(request, url, connections);
};
