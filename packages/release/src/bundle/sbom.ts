import { parseReference } from '@helm-charts/oci';
import type { Profile } from '@helm-charts/types';
import { bomOf } from '../attest/bom.ts';
import type { Artifact } from '../package/artifact.ts';
import type { LockedImage } from './images-lock.ts';

export const sbomName = 'sbom.cdx.json';

/** A chart or a profile, and the digest of its manifest. */
interface Stored {
  readonly artifact: Artifact;
  readonly digest: string;
}

/** The SBOM (CycloneDX) of a bundle: its profile with its charts, and the images of its list, with their digests if they are known. */
export const sbomText = (
  { name, version, airGap }: Profile,
  stored: readonly Stored[],
  images: readonly string[],
  locked: readonly LockedImage[] = [],
): string => {
  const own = stored.find(({ artifact }) => artifact.kind === 'profile');
  const charts = stored.filter(({ artifact }) => artifact.kind === 'chart');
  const address = parseReference(airGap?.source.spec?.url ?? '');
  const bom = bomOf(
    {
      kind: 'profile',
      name,
      version,
      digest: own?.digest ?? '',
      layer: own?.artifact.digest ?? '',
      charts: charts.map(({ artifact }) => ({ name: artifact.name, version: artifact.version })),
      images: images.map((image) => pinned(image, locked)),
    },
    address.value ?? { host: 'registry.invalid', repository: name },
  );
  return `${JSON.stringify(bom, undefined, 2)}\n`;
};

const pinned = (image: string, locked: readonly LockedImage[]): string => {
  const digest = locked.find(({ name }) => name === image)?.digest;
  return digest === undefined || image.includes('@') ? image : `${image}@${digest}`;
};
