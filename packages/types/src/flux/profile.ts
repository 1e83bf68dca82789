import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type {
  IGitRepository,
  IHelmRepository,
} from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import type { INamespace, IService } from 'kubernetes-models/v1';
import type { Capabilities, Manifest } from '../data/release.ts';
import type { ProfileAddress } from './address.ts';
import { type AirGap, type AirGapDefinition, airGap } from './air-gap.ts';
import type { ProfileCertificate } from './certificate.ts';
import { type ImagePlace, imagePlaces, type ProfileImages } from './images.ts';
import { layers } from './layers.ts';
import type { NetworkDefinition } from './network.ts';
import { namespace } from './object.ts';
import { helmRelease, type ProfileRelease, type ValuesNames } from './release.ts';
import { isRemote } from './remote-chart.ts';
import type { DataClaim, ProfileSecret } from './secret.ts';

/** The releases of a profile, by name. */
export type Releases = Readonly<Record<string, ProfileRelease>>;

/** How a profile is written. */
export interface ProfileDefinition<R extends Releases = Releases> {
  /** The name of its directory in flux-profiles. */
  readonly name: string;
  /** Of the profile; releases wait for dependencies of the same version. */
  readonly version: string;
  /**
   * Namespaces with another Pod Security level than `restricted`, or further labels. The profile makes those of its releases
   * that are not named here.
   */
  readonly namespaces?: readonly INamespace[];
  /** Where Flux finds the profile and its charts. */
  readonly source: IGitRepository;
  /** Namespace of the HelmReleases and their values. */
  readonly releaseNamespace: string;
  /** Namespace of what the charts install, unless a release names its own. */
  readonly targetNamespace: string;
  readonly releases: R;
  /** Secrets that are created once, outside Git, and never change. */
  readonly secrets?: readonly ProfileSecret[];
  /** Data that nobody can open without those Secrets. */
  readonly dataClaims?: readonly DataClaim[];
  /** Deny all connections that the releases do not need. Without it, the profile has no NetworkPolicy. */
  readonly network?: NetworkDefinition;
  /** How people reach the application. Its releases then read the ConfigMap `site-address`, which the appliance writes. */
  readonly address?: ProfileAddress;
  /** Certificates for connections between pods. The appliance makes them. */
  readonly certificates?: readonly ProfileCertificate[];
  /** The cluster that the releases are rendered for. */
  readonly cluster?: ProfileCluster;
  /** The same from a local registry. */
  readonly airGap?: AirGapDefinition;
  /** Every image that the profile runs. A site may change all of them at once. */
  readonly images?: ProfileImages;
  /** Names of objects in the cluster; a profile that is installed must keep them. */
  readonly objectNames?: ObjectNames;
}

/** The cluster of a profile: which APIs it serves besides those of Kubernetes and of Flux, and its version. */
export interface ProfileCluster extends Capabilities {
  /** The objects that the function `lookup` of templates finds. Without a list it finds nothing, as in `helm template`. */
  readonly objects?: readonly Manifest[];
  /**
   * Whether `lookup` also finds the objects that the Kustomizations of the profile apply. It never finds objects of other
   * releases, since Flux may install those at the same time.
   */
  readonly lookupApplied?: boolean;
  /** The minor version of Flux, for instance `2.10`; the one of the workspace's target unless set. */
  readonly fluxVersion?: string;
}

/** Names that a profile gives to objects in the cluster. They begin with the name of the profile if unset. */
export interface ObjectNames {
  /** The Kustomization of the profile itself; by default the name of the profile. */
  readonly root?: string;
  /** The Kustomization of the releases; by default `<profile>-releases`. */
  readonly releases?: string;
  /** What the ConfigMaps with the values of releases begin with; by default `<profile>-values`. */
  readonly values?: string;
}

/** A release of a profile. V is the overlay of the values of its chart. */
export interface InstalledRelease<out V = unknown> {
  readonly helmRelease: IHelmRelease;
  readonly values: V;
  readonly valuesNames: ValuesNames;
  /** Where its values name images of the profile. */
  readonly images: readonly ImagePlace[];
  /** Applied beside the release. */
  readonly objects: readonly IService[];
}

/** A tree of Flux objects that installs releases. V is what the values of its releases may be. */
export interface Profile<out R extends Releases = Releases, out V = unknown> {
  /** What it was made of; `extendProfile` makes another profile of it. */
  readonly definition: ProfileDefinition<R>;
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
  /** The repositories of charts that others publish. */
  readonly repositories: readonly IHelmRepository[];
  readonly kustomizations: readonly IKustomization[];
  readonly releases: readonly InstalledRelease<V>[];
  readonly address?: ProfileAddress;
  readonly certificates: readonly ProfileCertificate[];
  readonly cluster?: ProfileCluster;
  readonly images: ProfileImages;
  readonly airGap?: AirGap;
}

/** Defines a profile: what is written becomes the objects that Flux applies. */
export const defineProfile = <const R extends Releases>(
  definition: ProfileDefinition<R>,
): Profile<R, R[keyof R]['values']> => {
  const { name, version, source, releases } = definition;
  const { releaseNamespace, targetNamespace, secrets = [], dataClaims = [] } = definition;
  const path = `./flux-profiles/${name}`;
  const { root = name, releases: releasesName = `${name}-releases` } = definition.objectNames ?? {};
  const names = { root, releases: releasesName };
  const repositories = Object.values(releases).flatMap(({ chart }) =>
    isRemote(chart) ? [chart.repository] : [],
  );
  return {
    definition,
    name,
    version,
    namespaces: namespacesOf(definition),
    source,
    releaseNamespace,
    targetNamespace,
    secrets,
    dataClaims,
    repositories: [...new Set(repositories)],
    kustomizations: layers(source, names, { root: path, releases: `${path}/releases` }),
    releases: Object.entries(releases).map(([release, entry]) =>
      installed(release, entry, definition),
    ),
    ...(definition.address && { address: definition.address }),
    certificates: definition.certificates ?? [],
    ...(definition.cluster && { cluster: definition.cluster }),
    images: definition.images ?? {},
    ...(definition.airGap && {
      airGap: airGap(definition.airGap, {
        name,
        version,
        path,
        source: source.metadata?.name ?? '',
        names,
        releases,
        images: definition.images ?? {},
      }),
    }),
  };
};

/** The namespaces that the profile names, then those that its objects are in. */
const namespacesOf = ({
  namespaces = [],
  releaseNamespace,
  targetNamespace,
  releases,
  secrets = [],
  dataClaims = [],
}: ProfileDefinition): readonly INamespace[] => {
  const own = [...Object.values(releases), ...secrets, ...dataClaims].map(
    (one) => one.namespace ?? targetNamespace,
  );
  const named = namespaces.map(({ metadata }) => metadata?.name ?? '');
  const others = new Set([releaseNamespace, targetNamespace, ...own].sort());
  return [
    ...namespaces,
    ...[...others]
      .filter((name) => !named.includes(name))
      .map((name) => namespace(name, 'restricted')),
  ];
};

const installed = <V>(
  release: string,
  entry: ProfileRelease & { readonly values: V },
  {
    name,
    version,
    source,
    releaseNamespace,
    targetNamespace,
    objectNames,
    images = {},
    airGap: variant,
    address,
  }: ProfileDefinition,
): InstalledRelease<V> => {
  const places = imagePlaces(entry.values, images);
  const placesOfVariant = imagePlaces(variant?.releases[release]?.values, images);
  const valuesNames = {
    name: `${objectNames?.values ?? `${name}-values`}-${release}`,
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
      hasImages: places.length + placesOfVariant.length > 0,
      hasAddress: address !== undefined,
    }),
    values: entry.values,
    images: places,
    valuesNames,
    objects: entry.objects,
  };
};
