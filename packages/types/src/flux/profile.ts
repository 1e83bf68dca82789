import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type { IGitRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import type { INamespace } from 'kubernetes-models/v1';
import { kustomization } from './object.ts';
import { helmRelease, type ProfileRelease, type ValuesNames } from './release.ts';

/** How a profile is written. */
export interface ProfileDefinition {
  /** The name of its directory in flux-profiles. */
  readonly name: string;
  /** Of the profile; releases wait for dependencies of the same version. */
  readonly version: string;
  readonly namespaces: readonly INamespace[];
  /** Where Flux finds the profile and its charts. */
  readonly source: IGitRepository;
  /** Namespace of the HelmReleases and their values. */
  readonly releaseNamespace: string;
  /** Namespace of what the charts install. */
  readonly targetNamespace: string;
  readonly releases: Readonly<Record<string, ProfileRelease>>;
  /** Secrets of the target namespace that are made once, outside Git, and never change. */
  readonly secrets?: readonly ProfileSecret[];
  /** Data of the target namespace that nobody can open without those Secrets. */
  readonly dataClaims?: readonly DataClaim[];
}

/** A Secret that the releases of a profile expect. */
export interface ProfileSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/** A PersistentVolumeClaim whose data is lost with its Secrets. */
export interface DataClaim {
  readonly name: string;
  /** Names of `secrets`. Where the claim exists and one of these does not, no new one may be made up. */
  readonly secrets: readonly string[];
}

/** A tree of Flux objects that installs releases. */
export interface Profile {
  readonly name: string;
  readonly version: string;
  readonly namespaces: readonly INamespace[];
  readonly source: IGitRepository;
  /** Namespace of the HelmReleases and their values. */
  readonly releaseNamespace: string;
  /** Namespace of what the charts install. */
  readonly targetNamespace: string;
  readonly secrets: readonly ProfileSecret[];
  readonly dataClaims: readonly DataClaim[];
  readonly kustomizations: readonly IKustomization[];
  readonly releases: readonly {
    readonly helmRelease: IHelmRelease;
    readonly values: unknown;
    readonly valuesNames: ValuesNames;
  }[];
}

/** Defines a profile: what is written becomes the objects that Flux applies. */
export const defineProfile = (definition: ProfileDefinition): Profile => {
  const { name, version, namespaces, source, releases, releaseNamespace, targetNamespace } =
    definition;
  const { secrets = [], dataClaims = [] } = definition;
  const path = `./flux-profiles/${name}`;
  return {
    name,
    version,
    namespaces,
    source,
    releaseNamespace,
    targetNamespace,
    secrets,
    dataClaims,
    kustomizations: [
      kustomization('alga-appliance', source, {
        path,
        interval: '1h',
        retryInterval: '1m',
        timeout: '5m',
        prune: true,
        wait: true,
      }),
      // It must not wait for its releases, or it would apply nothing new until they are ready.
      kustomization('alga-releases', source, {
        path: `${path}/releases`,
        interval: '1h',
        retryInterval: '1m',
        timeout: '5m',
        prune: true,
        deletionPolicy: 'Orphan',
        wait: false,
      }),
    ],
    releases: Object.entries(releases).map(([release, entry]) => {
      const valuesNames = {
        name: `appliance-values-${release}`,
        key: `${release}.${name}.yaml`,
      };
      return {
        helmRelease: helmRelease(release, entry, {
          namespace: releaseNamespace,
          targetNamespace,
          source: {
            kind: source.kind,
            name: source.metadata?.name ?? '',
            namespace: source.metadata?.namespace ?? '',
          },
          version,
          values: valuesNames,
        }),
        values: entry.values,
        valuesNames,
      };
    }),
  };
};
