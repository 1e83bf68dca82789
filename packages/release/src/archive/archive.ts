import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { packageFiles } from '@helm-charts/pipeline';
import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';

/** A file of an archive. */
export interface Entry {
  /** With `/` between folders, and none at its beginning. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** A `.tgz` whose bytes depend on the paths and contents of its files only. */
export interface Archive {
  readonly bytes: Uint8Array;
  /** Digest of the `.tgz`: `sha256:…`. */
  readonly digest: string;
  /** Digest of the `.tar` inside. It stays the same where another version of the compression writes other bytes. */
  readonly content: string;
}

/**
 * Packs files in the order of their paths. Owner, mode and times are the same for all; the compression is a library in JavaScript, since the zlib
 * inside Node differs between processors.
 */
export const archive = async (entries: readonly Entry[]): Promise<Archive> => {
  const tar = await tarOf(entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  const bytes = gzipSync(tar, { level: 9, mtime: 0 });
  return { bytes, digest: sha256(bytes), content: sha256(tar) };
};

/**
 * The files of a `.tgz` that `archive` packed.
 * @throws If it is damaged or larger than Helm allows.
 */
export const unpackArchive = async (bytes: Uint8Array): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for await (const entry of packageFiles(Readable.from([bytes]), 'package')) entries.push(entry);
  return entries;
};

/** `sha256:<hex>`, as a registry writes it. */
export const sha256 = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const tarOf = async (entries: readonly Entry[]): Promise<Uint8Array> => {
  const packed = pack();
  for (const { path, content } of entries) {
    const header = { name: path, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) };
    packed.entry(header, Buffer.from(content));
  }
  packed.finalize();
  return buffer(packed);
};
