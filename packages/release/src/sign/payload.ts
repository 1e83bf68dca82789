import { type BlobSource, bytesBlob, type Digest, type Repository } from '@helm-charts/oci';

/** Media type of a payload (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
export const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** Annotation of a payload's descriptor: its signature as base64. */
export const signatureAnnotation = 'dev.cosignproject.cosign/signature';

/** What is signed of a manifest: its digest. The same bytes each time. */
export const payloadOf = ({ host, repository }: Repository, digest: Digest): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': `${host}/${repository}` },
        image: { 'docker-manifest-digest': digest },
        type,
      },
      optional: null,
    }),
  );

/** The payload as a blob. */
export const payloadBlob = (repository: Repository, digest: Digest): BlobSource =>
  bytesBlob(payloadOf(repository, digest));

/** Whether a payload is about a manifest. The registry in it does not count, since an artifact and its signature may be copied to another one. */
export const isAbout = (payload: Uint8Array, digest: Digest): boolean => {
  try {
    const { critical }: Payload = JSON.parse(Buffer.from(payload).toString('utf8'));
    return critical?.type === type && critical.image?.['docker-manifest-digest'] === digest;
  } catch {
    return false;
  }
};

const type = 'cosign container image signature';

interface Payload {
  readonly critical?: {
    readonly type?: string;
    readonly image?: { readonly 'docker-manifest-digest'?: string };
  };
}
