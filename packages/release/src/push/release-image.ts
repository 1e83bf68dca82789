import {
  bytesBlob,
  descriptorOf,
  type Artifact as Image,
  manifestSource,
  mediaTypes,
} from '@helm-charts/oci';
import { lockText, type ReleaseLock } from '../lock/lock.ts';

/** Kind of the artifact under the name of a release. Its only layer is the lock, which has the digests of all others. */
export const releaseType = 'application/vnd.helm-charts.release.v1+json';

/** The artifact under the name of a release: whoever reads it finds everything that belongs together. */
export const releaseImage = (lock: ReleaseLock): Image => {
  const [config, layer] = [bytesBlob('{}'), bytesBlob(lockText(lock))];
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: releaseType,
    config: descriptorOf(config, 'application/vnd.oci.empty.v1+json'),
    layers: [
      descriptorOf(layer, releaseType, { 'org.opencontainers.image.title': 'release.lock.json' }),
    ],
  });
  return { manifest, blobs: [config, layer] };
};
