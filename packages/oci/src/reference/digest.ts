import { createHash, type Hash } from 'node:crypto';

/** The digest of content: `sha256:` or `sha512:` and its hash in hexadecimal. */
export type Digest = `${'sha256' | 'sha512'}:${string}`;

/** Names content by its media type, digest and size in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  readonly platform?: Platform;
}

/** What an image runs on. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export const isDigest = (text: unknown): text is Digest =>
  typeof text === 'string' && /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);

/** The sha256 digest of bytes. */
export const digestOf = (content: Uint8Array | string): Digest =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** The algorithm of a digest. */
export const algorithmOf = (digest: Digest): 'sha256' | 'sha512' =>
  digest.startsWith('sha512:') ? 'sha512' : 'sha256';

/** A hash with the algorithm of a digest. */
export const hashOf = (digest: Digest): Hash => createHash(algorithmOf(digest));
