import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type { IGitRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import type { INamespace } from 'kubernetes-models/v1';
import type { Expectations } from './expectations.ts';
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
  /** What its rules are measured against besides its objects. */
  readonly expects?: Expectations;
}

/** A tree of Flux objects that installs releases. */
export interface Profile {
  readonly name: string;
  readonly namespaces: readonly INamespace[];
  readonly source: IGitRepository;
  readonly kustomizations: readonly IKustomization[];
  readonly releases: readonly {
    readonly helmRelease: IHelmRelease;
    readonly values: unknown;
    readonly valuesNames: ValuesNames;
  }[];
  readonly expects: Expectations;
}

/** Defines a profile: what is written becomes the objects that Flux applies. */
export const defineProfile = (definition: ProfileDefinition): Profile => {
  const { name, namespaces, source, releases, expects = {} } = definition;
  const path = `./flux-profiles/${name}`;
  return {
    name,
    namespaces,
    source,
    expects,
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
          namespace: definition.releaseNamespace,
          targetNamespace: definition.targetNamespace,
          source: {
            kind: source.kind,
            name: source.metadata?.name ?? '',
            namespace: source.metadata?.namespace ?? '',
          },
          version: definition.version,
          values: valuesNames,
        }),
        values: entry.values,
        valuesNames,
      };
    }),
  };
};
