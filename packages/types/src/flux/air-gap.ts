import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type { IOCIRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import { type ImagePlace, imagePlaces, type ProfileImages } from './images.ts';
import { type LayerNames, layers } from './layers.ts';
import { ociRepository } from './object.ts';
import type { ProfileRelease } from './release.ts';

/** How a profile is installed where there is no Internet. */
export interface AirGapDefinition {
  /** Where charts and the profile itself lie, for instance `oci://registry.example.com/site`; the site puts its own address in its place. */
  readonly registry: string;
  /** Flux installs only what is signed with one of these keys. The Secret must exist before the profile is applied. */
  readonly verify?: SignatureKeys;
  /** Charts of one's own in place of those of others, by the name of the release. */
  readonly releases: Readonly<Record<string, ProfileRelease>>;
}

/** Public keys of cosign signatures. */
export interface SignatureKeys {
  /** Name of a Secret in the namespace of the sources. Each of its keys that ends with `.pub` has one public key. */
  readonly secret: string;
}

/** The variant of a profile that takes everything from a local registry. What it does not name is as in the profile. */
export interface AirGap {
  /** The profile itself, as an artifact. */
  readonly source: IOCIRepository;
  readonly kustomizations: readonly IKustomization[];
  /** The chart of each release, by the name of the release. */
  readonly charts: Readonly<Record<string, IOCIRepository>>;
  /** The values of releases that have another chart here, by the name of the release. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where those values name images of the profile, by the name of the release. */
  readonly images: Readonly<Record<string, readonly ImagePlace[]>>;
}

/** The folders of the variant. */
export const airGapFolders = { root: 'airgap', releases: 'releases-airgap' } as const;

/** What of an artifact is a chart (helm pkg/registry/constants.go ChartLayerMediaType). */
const chartLayer = {
  mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  operation: 'copy',
} as const;

/** How source-controller verifies an artifact: with the public keys in a Secret. */
export const cosignVerification = ({
  secret,
}: SignatureKeys): NonNullable<NonNullable<IOCIRepository['spec']>['verify']> => ({
  provider: 'cosign',
  secretRef: { name: secret },
});

/** What the variant needs of its profile. */
interface Origin {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly source: string;
  readonly names: LayerNames;
  readonly releases: Readonly<Record<string, ProfileRelease>>;
  readonly images: ProfileImages;
}

/** The variant of a profile for an air-gapped site. */
export const airGap = (
  { registry, verify, releases: own }: AirGapDefinition,
  { name, version, path, source: sourceName, names, releases, images }: Origin,
): AirGap => {
  const verification = verify && { verify: cosignVerification(verify) };
  const source = ociRepository(sourceName, {
    interval: '1h',
    url: `${registry}/${name}`,
    ref: { tag: version },
    ...verification,
  });
  const chart = (release: string, { chart }: ProfileRelease): IOCIRepository =>
    ociRepository(release, {
      interval: '12h',
      url: `${registry}/charts/${chart.name}`,
      ref: { tag: chart.version },
      layerSelector: chartLayer,
      ...verification,
    });
  return {
    source,
    kustomizations: layers(source, names, {
      root: `${path}/${airGapFolders.root}`,
      releases: `${path}/${airGapFolders.releases}`,
    }),
    charts: Object.fromEntries(
      Object.entries(releases).map(([release, entry]) => [
        release,
        chart(release, own[release] ?? entry),
      ]),
    ),
    values: Object.fromEntries(
      Object.entries(own).map(([release, { values }]) => [release, values]),
    ),
    images: Object.fromEntries(
      Object.entries(own).map(([release, { values }]) => [release, imagePlaces(values, images)]),
    ),
  };
};
