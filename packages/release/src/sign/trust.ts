import type { KeyObject } from 'node:crypto';
import { isVerified } from './public-key.ts';

/** What is signed: the payload of a signature, or a statement in an envelope. */
export interface SignedContent {
  readonly kind: 'payload' | 'statement';
  readonly bytes: Uint8Array;
}

/** A signature, and what stands beside it in the registry: of a key nothing, of an identity its certificate. */
export interface Signature {
  readonly signature: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whether a signature of something is trusted. */
export type Trust = (content: SignedContent, signature: Signature) => boolean;

/** Trusts what one of the keys has signed. */
export const trustKeys =
  (keys: readonly KeyObject[]): Trust =>
  (content, { signature }) =>
    keys.some((key) => isVerified(key, signedBytes(content), signature));

/** Media type of a statement in an envelope. */
export const statementType = 'application/vnd.in-toto+json';

/** The bytes that a key signs: of a statement, also its type and length (DSSE, pre-authentication encoding). */
export const signedBytes = ({ kind, bytes }: SignedContent): Uint8Array =>
  kind === 'payload'
    ? bytes
    : Buffer.concat([
        Buffer.from(`DSSEv1 ${statementType.length} ${statementType} ${bytes.length} `),
        bytes,
      ]);
