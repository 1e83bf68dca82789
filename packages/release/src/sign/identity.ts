import { readKey, unusable } from './key-file.ts';
import { bundleOf } from './sigstore.ts';
import type { Trust } from './trust.ts';

/** Whose signatures without a key are trusted. */
export interface Identity {
  /** The name in the certificate: an e-mail address or a URL, such as that of a workflow. */
  readonly subject: string;
  /** The URL of who has confirmed the name. */
  readonly issuer: string;
  /** A file with the authorities, logs and keys (`trusted_root.json` of Sigstore). */
  readonly trustedRoot: string;
}

/**
 * Trusts what one identity has signed, while its certificate was valid, with an entry in a log of the trusted root.
 * @throws {Failure} If the trusted root can't be read.
 */
export const trustIdentity = async ({
  subject,
  issuer,
  trustedRoot: file,
}: Identity): Promise<Trust> => {
  const { bundleFromJSON } = await import('@sigstore/bundle');
  const { TrustedRoot } = await import('@sigstore/protobuf-specs');
  const { toSignedEntity, toTrustMaterial, Verifier } = await import('@sigstore/verify');
  const text = await readKey(file);
  let verifier: InstanceType<typeof Verifier>;
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(text));
    if (root.certificateAuthorities.length === 0 || root.tlogs.length === 0) throw new Error();
    const ctlogThreshold = root.ctlogs.length > 0 ? 1 : 0;
    verifier = new Verifier(toTrustMaterial(root), { ctlogThreshold, tlogThreshold: 1 });
  } catch {
    const fix = 'name the trusted_root.json of your Sigstore';
    throw unusable(file, 'it has no certificate authority and log', fix);
  }
  return (content, signature) => {
    try {
      const bundle = bundleOf(content, signature);
      if (bundle === undefined) return false;
      const artifact = Buffer.from(content.bytes);
      const { identity } = verifier.verify(toSignedEntity(bundleFromJSON(bundle), artifact));
      return identity?.subjectAlternativeName === subject && identity.extensions?.issuer === issuer;
    } catch {
      // Whatever the library does not accept is not trusted.
      return false;
    }
  };
};
