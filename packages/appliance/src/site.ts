import { tenantSecret } from '@helm-charts/alga/tenant';
import type {
  AirGap,
  DataClaim,
  FluxObject,
  ImagePlace,
  Manifest,
  Profile,
  ProfileAddress,
  ProfileCertificate,
  ProfileImages,
  ProfileSecret,
} from '@helm-charts/types';
import { type Reference, reference } from './api/object.ts';

/** What a profile means for a cluster: every name, namespace and path comes from its definition. */
export interface Site {
  /** The profile's name. */
  readonly name: string;
  readonly namespaces: readonly Manifest[];
  readonly source: Manifest;
  /** Where the charts come from that are not in the source. */
  readonly chartSources: readonly Manifest[];
  /** Applies the profile, and with it the other Kustomizations and itself. */
  readonly root: Manifest;
  readonly kustomizations: readonly Reference[];
  /** In an order in which each comes after what it depends on. */
  readonly releases: readonly SiteRelease[];
  /** Those that the appliance makes. */
  readonly secrets: readonly (ProfileSecret & Namespaced)[];
  /** Those that people give for a time. */
  readonly givenSecrets: readonly (ProfileSecret & Namespaced)[];
  /** Undefined where no release creates a first tenant. */
  readonly tenant: TenantPlace | undefined;
  readonly dataClaims: readonly (DataClaim & Namespaced)[];
  /** The names that the values of releases give for their volumes. */
  readonly storageClasses: readonly string[];
  readonly fluxNamespace: string;
  /** Every image of the profile. */
  readonly images: ProfileImages;
  /** Namespace of the HelmReleases and the values of the site. */
  readonly releaseNamespace: string;
  readonly address: ProfileAddress | undefined;
  /** For connections between pods. */
  readonly certificates: readonly ProfileCertificate[];
  /** Namespace of what the charts install, unless a release names its own. */
  readonly targetNamespace: string;
  /** All namespaces of what the charts install, and of Secrets and volumes. */
  readonly targetNamespaces: readonly string[];
}

interface Namespaced {
  readonly namespace: string;
}

/** Who creates the first tenant. */
interface TenantPlace {
  /** The HelmRelease that has the Job. */
  readonly release: Reference;
  /** Namespace of the Job and of what it reads. */
  readonly namespace: string;
}

export interface SiteRelease {
  readonly name: string;
  readonly reference: Reference;
  readonly dependsOn: readonly string[];
  /** How long one installation may take, as Flux writes it: `10m`. */
  readonly timeout: string;
  /** The directory of its chart, relative to the workspace, where it is one of the repository. */
  readonly chart: string | undefined;
  /** The ConfigMap of the site's own values, which need not exist. */
  readonly siteValues: Reference;
  /** Where its values name images of the profile. */
  readonly images: readonly ImagePlace[];
  /** The ConfigMap of the site's own images, which need not exist. */
  readonly siteImages: Reference;
}

/** The site of a profile, or of its variant for an air gap. */
export const siteOf = (profile: Profile, airGap?: AirGap): Site => {
  const { name, namespaces, targetNamespace } = profile;
  const all = profile.secrets.map((secret) => ({ namespace: targetNamespace, ...secret }));
  const secrets = all.filter(({ givenTo }) => givenTo === undefined);
  const givenSecrets = all.filter(({ givenTo }) => givenTo !== undefined);
  const releases = ordered(
    profile.releases.map(({ helmRelease, images }) => {
      const release = releaseOf(helmRelease);
      return { ...release, images: airGap?.images[release.name] ?? images };
    }),
  );
  const dataClaims = profile.dataClaims.map((claim) => ({ namespace: targetNamespace, ...claim }));
  const { source, kustomizations } = airGap ?? profile;
  const manifests = kustomizations.map(manifestOf);
  return {
    name,
    namespaces: namespaces.map(manifestOf),
    source: manifestOf(source),
    chartSources: Object.values(airGap?.charts ?? {}).map(manifestOf),
    // The first of the two layers of a profile (types, flux/layers.ts).
    root: manifests[0]!,
    kustomizations: manifests,
    releases,
    images: profile.images,
    secrets,
    givenSecrets,
    tenant: tenantOf(givenSecrets, releases),
    dataClaims,
    storageClasses: [
      ...new Set(profile.releases.flatMap(({ values }) => [...textsUnder(values, 'storageClass')])),
    ].toSorted(),
    releaseNamespace: profile.releaseNamespace,
    address: profile.address,
    certificates: profile.certificates,
    fluxNamespace: source.metadata?.namespace ?? 'flux-system',
    targetNamespace,
    targetNamespaces: [
      ...new Set([
        targetNamespace,
        ...profile.releases.map(
          ({ helmRelease }) => helmRelease.spec?.targetNamespace ?? targetNamespace,
        ),
        ...[...all, ...dataClaims].map(({ namespace }) => namespace),
      ]),
    ],
  };
};

const tenantOf = (
  secrets: Site['givenSecrets'],
  releases: readonly SiteRelease[],
): TenantPlace | undefined => {
  const secret = secrets.find(({ name }) => name === tenantSecret);
  const release = releases.find(({ name }) => name === secret?.givenTo);
  return secret && release && { release: release.reference, namespace: secret.namespace };
};

/** The types of Flux's objects leave a name optional, which a definition always gives. */
const manifestOf = (object: FluxObject): Manifest => object as Manifest;

const releaseOf = (
  object: Profile['releases'][number]['helmRelease'],
): Omit<SiteRelease, 'images'> => {
  const { name = '', namespace = '' } = object.metadata ?? {};
  return {
    name,
    reference: reference(object.apiVersion, object.kind, name, namespace),
    dependsOn: (object.spec?.dependsOn ?? []).map((dependency) => dependency.name),
    timeout: object.spec?.timeout ?? '5m',
    chart: chartOf(object),
    siteValues: reference('v1', 'ConfigMap', `${name}-site-values`, namespace),
    siteImages: reference('v1', 'ConfigMap', `${name}-site-images`, namespace),
  };
};

const chartOf = ({ spec }: Profile['releases'][number]['helmRelease']): string | undefined => {
  const { chart, sourceRef } = spec?.chart?.spec ?? {};
  return sourceRef?.kind === 'GitRepository' ? chart : undefined;
};

/** Dependencies first. A cycle is not for here to find: what is left of it comes last. */
const ordered = (releases: readonly SiteRelease[]): readonly SiteRelease[] => {
  const done: SiteRelease[] = [];
  let left = releases;
  for (;;) {
    const names = new Set(done.map(({ name }) => name));
    const next = left.filter(({ dependsOn }) => dependsOn.every((name) => names.has(name)));
    if (next.length === 0) return [...done, ...left];
    done.push(...next);
    left = left.filter((release) => !next.includes(release));
  }
};

function* textsUnder(value: unknown, key: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === key && typeof member === 'string') yield member;
    else yield* textsUnder(member, key);
  }
}
