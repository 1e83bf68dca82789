import type { KeyObject } from 'node:crypto';
import type { Client, Descriptor, Digest, Repository } from '@helm-charts/oci';
import { attach, attachedTo, findAttached } from './attachment.ts';
import { readBlob } from './blob.ts';
import { isAbout, payloadBlob, payloadOf, payloadType, signatureAnnotation } from './payload.ts';
import { isVerified } from './public-key.ts';
import type { Signer } from './signer.ts';

/** The signatures attached to a manifest, and whether one of them is of a key. */
export interface Signatures {
  readonly layers: readonly Descriptor[];
  readonly isSigned: boolean;
}

/** Looks for a signature of one of the keys. If the payload is the one that a push writes here, this takes one request. */
export const findSignature = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  keys: readonly KeyObject[],
): Promise<Signatures> => {
  const attached = await findAttached(client, attachedTo(repository, digest, 'sig'));
  const layers = attached?.layers ?? [];
  const own = payloadOf(repository, digest);
  const { digest: ownDigest } = payloadBlob(repository, digest);
  for (const layer of layers) {
    const signature = layer.annotations?.[signatureAnnotation];
    if (layer.mediaType !== payloadType || signature === undefined) continue;
    const payload = layer.digest === ownDigest ? own : await readBlob(client, repository, layer);
    const bytes = Buffer.from(signature, 'base64');
    if (isAbout(payload, digest) && keys.some((key) => isVerified(key, payload, bytes)))
      return { layers, isSigned: true };
  }
  return { layers, isSigned: false };
};

/** Signs a manifest, beside the signatures that it has. */
export const pushSignature = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  { layers }: Signatures,
  signer: Signer,
): Promise<void> => {
  const signature = await signer.sign(payloadOf(repository, digest));
  await attach(client, attachedTo(repository, digest, 'sig'), layers, [
    {
      blob: payloadBlob(repository, digest),
      mediaType: payloadType,
      annotations: { [signatureAnnotation]: signature.toString('base64') },
    },
  ]);
};
