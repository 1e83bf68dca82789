import type { Client, Descriptor, Digest, Repository } from '@helm-charts/oci';
import { attach, attachedTo, findAttached } from './attachment.ts';
import { readBlob } from './blob.ts';
import { isAbout, payloadBlob, payloadOf, payloadType, signatureAnnotation } from './payload.ts';
import type { Signer } from './signer.ts';
import type { Trust } from './trust.ts';

/** The signatures attached to a manifest, and whether one of them is trusted. */
export interface Signatures {
  readonly layers: readonly Descriptor[];
  readonly isSigned: boolean;
}

/** Looks for a signature that is trusted. If the payload is the one that a push writes here, this takes one request. */
export const findSignature = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  trust: Trust,
): Promise<Signatures> => {
  const attached = await findAttached(client, attachedTo(repository, digest, 'sig'));
  const layers = attached?.layers ?? [];
  const own = payloadOf(repository, digest);
  const { digest: ownDigest } = payloadBlob(repository, digest);
  for (const layer of layers) {
    const signature = layer.annotations?.[signatureAnnotation];
    if (layer.mediaType !== payloadType || signature === undefined) continue;
    const payload = layer.digest === ownDigest ? own : await readBlob(client, repository, layer);
    const { annotations = {} } = layer;
    const signed = { signature: Buffer.from(signature, 'base64'), annotations };
    if (isAbout(payload, digest) && trust({ kind: 'payload', bytes: payload }, signed))
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
  const bytes = payloadOf(repository, digest);
  const { signature, annotations } = await signer.sign({ kind: 'payload', bytes });
  await attach(client, attachedTo(repository, digest, 'sig'), layers, [
    {
      blob: payloadBlob(repository, digest),
      mediaType: payloadType,
      annotations: { [signatureAnnotation]: signature.toString('base64'), ...annotations },
    },
  ]);
};
