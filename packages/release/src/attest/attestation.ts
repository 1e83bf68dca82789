import {
  bytesBlob,
  type Client,
  type Descriptor,
  type Digest,
  headManifest,
  type Repository,
} from '@helm-charts/oci';
import { attach, attachedTo, findAttached } from '../sign/attachment.ts';
import { readBlob } from '../sign/blob.ts';
import { signatureAnnotation } from '../sign/payload.ts';
import type { Signer } from '../sign/signer.ts';
import type { Trust } from '../sign/trust.ts';
import { envelopeType, opened, sealed } from './envelope.ts';
import { isAbout, type Predicate, type Statement, statementOf } from './statement.ts';

/** The attestations attached to a manifest, and the statements in those that are trusted and about it. */
export interface Attestations {
  readonly layers: readonly Descriptor[];
  readonly statements: readonly Statement[];
}

/** Whether a manifest has attestations, by one request. */
export const isAttested = async (
  client: Client,
  repository: Repository,
  digest: Digest,
): Promise<boolean> =>
  (await headManifest(client, attachedTo(repository, digest, 'att'))) !== undefined;

/** Reads the attestations of a manifest. */
export const findAttestations = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  trust: Trust,
): Promise<Attestations> => {
  const attached = await findAttached(client, attachedTo(repository, digest, 'att'));
  const layers = attached?.layers ?? [];
  const statements: Statement[] = [];
  for (const layer of layers.filter(({ mediaType }) => mediaType === envelopeType)) {
    const text = (await readBlob(client, repository, layer)).toString('utf8');
    const statement = opened({ text, annotations: layer.annotations ?? {} }, trust);
    if (statement !== undefined && isAbout(statement, digest)) statements.push(statement);
  }
  return { layers, statements };
};

/** Attaches what is said of a manifest, signed, unless the same signer has said something of the same type before. */
export const pushAttestations = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  predicates: readonly Predicate[],
  signer: Signer,
): Promise<void> => {
  const there = await findAttestations(client, repository, digest, signer.trust);
  const said = new Set(there.statements.map(({ predicateType }) => predicateType));
  const missing = predicates.filter(({ type }) => !said.has(type));
  if (missing.length === 0) return;
  const added = [];
  for (const predicate of missing) {
    const { text, annotations } = await sealed(statementOf(repository, digest, predicate), signer);
    added.push({
      blob: bytesBlob(text),
      mediaType: envelopeType,
      // cosign refuses a layer without the first one, although the signature is in the envelope.
      annotations: { [signatureAnnotation]: '', predicateType: predicate.type, ...annotations },
    });
  }
  await attach(client, attachedTo(repository, digest, 'att'), there.layers, added);
};
