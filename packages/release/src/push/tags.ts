import {
  type Client,
  type Artifact as Image,
  printReference,
  pushOnce,
  type Tagged,
} from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import { inParallel, together } from './parallel.ts';

/** An image and the tag that it gets. */
export interface Upload {
  readonly reference: Tagged;
  readonly image: Image;
}

/** Tags what was pushed. If that fails in the middle, the failure names the tags that are there already. */
export const tagAll = async (client: Client, uploads: readonly Upload[]): Promise<void> => {
  const tagged: string[] = [];
  try {
    await inParallel(client, uploads, async ({ reference, image }) => {
      // The registry has the blobs.
      await pushOnce(client, reference, { manifest: image.manifest, blobs: [] });
      tagged.push(printReference(reference));
    });
  } catch (error) {
    if (!(error instanceof Failure) || tagged.length === 0) throw error;
    const message = `${tagged.toSorted().join(', ')} ${tagged.length === 1 ? 'was' : 'were'} pushed before that`;
    const fix = 'run the same command again, which pushes the others';
    throw together([error, new Failure(1, [{ rule: 'push', severity: 'info', message, fix }])]);
  }
};
