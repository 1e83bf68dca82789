import { createHash, X509Certificate } from 'node:crypto';
import type { SerializedBundle } from '@sigstore/bundle';
import type { Signature, SignedContent } from './trust.ts';
import { statementType } from './trust.ts';

/** Annotations of a signature without a key (sigstore/cosign, pkg/oci/static/signature.go): the certificate, and the entry of the log. */
const certificateAnnotation = 'dev.sigstore.cosign/certificate';
const entryAnnotation = 'dev.sigstore.cosign/bundle';

/** The entry of a log as cosign writes it. */
interface Entry {
  readonly SignedEntryTimestamp: string;
  readonly Payload: {
    readonly body: string;
    readonly integratedTime: number;
    readonly logIndex: number;
    readonly logID: string;
  };
}

/** The parts of a bundle that become annotations. */
export interface Certified {
  /** DER, as base64. */
  readonly certificate: string;
  readonly entry: NonNullable<SerializedBundle['verificationMaterial']['tlogEntries']>[number];
}

/** The annotations of a signature that was made with a certificate. */
export const annotationsOf = ({ certificate, entry }: Certified): Signature['annotations'] => {
  const written: Entry = {
    SignedEntryTimestamp: entry.inclusionPromise?.signedEntryTimestamp ?? '',
    Payload: {
      body: entry.canonicalizedBody,
      integratedTime: Number(entry.integratedTime),
      logIndex: Number(entry.logIndex),
      logID: Buffer.from(entry.logId.keyId, 'base64').toString('hex'),
    },
  };
  return {
    [certificateAnnotation]: new X509Certificate(Buffer.from(certificate, 'base64')).toString(),
    [entryAnnotation]: JSON.stringify(written),
  };
};

/** The certificate of a signature; undefined if it was made with a key. */
export const certificateOf = ({ annotations }: Signature): X509Certificate | undefined => {
  const text = annotations[certificateAnnotation];
  return text === undefined ? undefined : new X509Certificate(text);
};

/** A signature as the bundle that the library verifies. */
export const bundleOf = (
  { kind, bytes }: SignedContent,
  signed: Signature,
): SerializedBundle | undefined => {
  const text = signed.annotations[entryAnnotation];
  const certificate = certificateOf(signed);
  if (text === undefined || certificate === undefined) return undefined;
  const { SignedEntryTimestamp, Payload }: Entry = JSON.parse(text);
  const body: Readonly<Record<'kind' | 'apiVersion', string>> = JSON.parse(
    Buffer.from(Payload.body, 'base64').toString('utf8'),
  );
  const sig = signed.signature.toString('base64');
  const digest = createHash('sha256').update(bytes).digest('base64');
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate.raw.toString('base64') }] },
      tlogEntries: [
        {
          logIndex: String(Payload.logIndex),
          logId: { keyId: Buffer.from(Payload.logID, 'hex').toString('base64') },
          kindVersion: { kind: body.kind, version: body.apiVersion },
          integratedTime: String(Payload.integratedTime),
          inclusionPromise: { signedEntryTimestamp: SignedEntryTimestamp },
          canonicalizedBody: Payload.body,
        },
      ],
    },
    ...(kind === 'payload'
      ? {
          messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest }, signature: sig },
        }
      : {
          dsseEnvelope: {
            payloadType: statementType,
            payload: Buffer.from(bytes).toString('base64'),
            signatures: [{ keyid: '', sig }],
          },
        }),
  };
  // The library checks every field when it reads the bundle.
  return bundle as unknown as SerializedBundle;
};
