import type { Client, Digest, Repository } from '@helm-charts/oci';
import { findSignature, pushSignature } from '../sign/signature.ts';
import type { Signer } from '../sign/signer.ts';
import { inParallel } from './parallel.ts';

/** What to sign: the manifest of a chart, of a profile or of a release. */
export interface Signable {
  readonly reference: Repository;
  readonly digest: Digest;
  readonly state: 'pushed' | 'unchanged';
}

/**
 * Signs the manifests that have no signature of this key yet, and returns their number. ECDSA signatures are random, so that a signature
 * that is there is kept: the registry stays as it is.
 */
export const signAll = async (
  client: Client,
  list: readonly Signable[],
  signer: Signer | undefined,
  isDryRun: boolean,
): Promise<number> => {
  if (signer === undefined) return 0;
  const signed = await inParallel(client, list, async (one) => {
    if (isDryRun && one.state === 'pushed') return true;
    const { reference, digest } = one;
    const found = await findSignature(client, reference, digest, [signer.publicKey]);
    if (found.isSigned || isDryRun) return !found.isSigned;
    await pushSignature(client, reference, digest, found, signer);
    return true;
  });
  return signed.filter(Boolean).length;
};
