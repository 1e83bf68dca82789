import type { Client, Digest, Repository } from '@helm-charts/oci';
import { isAttested, pushAttestations } from '../attest/attestation.ts';
import type { Predicate } from '../attest/statement.ts';
import { findSignature, pushSignature, type Signatures } from '../sign/signature.ts';
import type { Signer } from '../sign/signer.ts';
import { inParallel } from './parallel.ts';

/** What to sign: the manifest of a chart, of a profile or of a release. */
export interface Signable {
  readonly reference: Repository;
  readonly digest: Digest;
  readonly state: 'pushed' | 'unchanged';
}

/** A manifest without a signature of the key, and what the key is to say of it. */
export interface Unsigned extends Pick<Signable, 'reference' | 'digest'> {
  readonly signatures: Signatures;
  readonly predicates: readonly Predicate[];
}

/**
 * Finds the manifests that have no signature or attestations yet, with two requests for each. ECDSA signatures are random, so that what is
 * there is kept: the registry stays as it is.
 */
export const findUnsigned = async <One extends Signable>(
  client: Client,
  list: readonly One[],
  signer: Signer,
  predicatesOf?: (one: One) => Promise<readonly Predicate[]>,
): Promise<readonly Unsigned[]> => {
  const looked = await inParallel(client, list, async (one) => {
    const { reference, digest } = one;
    const signatures = await findSignature(client, reference, digest, signer.trust);
    const isDone =
      signatures.isSigned &&
      (predicatesOf === undefined || (await isAttested(client, reference, digest)));
    return { one, isDone, signatures };
  });
  const unsigned: Unsigned[] = [];
  // Each renders an artifact, which takes all processors.
  for (const { one, isDone, signatures } of looked)
    if (!isDone) {
      const { reference, digest } = one;
      const predicates = (await predicatesOf?.(one)) ?? [];
      unsigned.push({ reference, digest, signatures, predicates });
    }
  return unsigned;
};

/** Attaches attestations, then the signature: what is signed has them. */
export const signAll = async (
  client: Client,
  list: readonly Unsigned[],
  signer: Signer,
): Promise<void> => {
  await inParallel(client, list, async ({ reference, digest, signatures, predicates }) => {
    if (predicates.length > 0)
      await pushAttestations(client, reference, digest, predicates, signer);
    if (!signatures.isSigned) await pushSignature(client, reference, digest, signatures, signer);
  });
};
