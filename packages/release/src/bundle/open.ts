import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { BlobSource, Digest } from '@helm-charts/oci';
import type { Checked } from '@helm-charts/types';
import { scanTar, type TarEntry } from '../archive/scan-tar.ts';
import { lockName, parseLock, type ReleaseLock } from '../lock/lock.ts';
import { imagesLockName, imagesName, type LockedImage, parseImagesLock } from './images-lock.ts';
import { instructionsName } from './instructions.ts';
import { type HeldPart, readLayout } from './layout.ts';
import { lockProblems } from './locked.ts';
import { problem } from './problem.ts';
import { sbomName } from './sbom.ts';
import { sumsName, sumsProblems } from './sums.ts';

/** A bundle whose content was checked. */
export interface Bundle {
  readonly parts: readonly HeldPart[];
  readonly lock: ReleaseLock;
  /** The complete names of the images that the profile runs. */
  readonly images: readonly string[];
  /** The images that the bundle contains. Undefined if it contains none. */
  readonly lockedImages: readonly LockedImage[] | undefined;
  /** Content of the bundle, which is read from the file when it is needed. */
  readonly blob: (digest: Digest) => BlobSource;
  readonly read: (digest: Digest) => Promise<Buffer>;
}

/**
 * Opens a bundle: every file in it has its checksum, every blob belongs to a manifest, and index, lock and list of images agree. What is wrong is
 * found before anything is done with it.
 * @throws {Failure} With exit code 2 if there is no such file.
 */
export const openBundle = async (file: string, input: string): Promise<Checked<Bundle>> => {
  const scanned = await scanTar(file);
  if (scanned.value === undefined)
    return { findings: scanned.findings.map((one) => ({ ...one, input })) };
  const entries = new Map(scanned.value.map((entry) => [entry.path, entry]));
  const wrong = (message: string) => problem(input, message, 'copy the file again');
  if (entries.size < scanned.value.length) return { findings: [wrong('it contains a file twice')] };
  const text = async (path: string): Promise<string> => `${await bytesAt(file, entries.get(path))}`;
  const missing = required.filter((path) => !entries.has(path));
  if (missing.length > 0) return { findings: missing.map((path) => wrong(`${path} is missing`)) };
  const foreign = [...entries.keys()].filter(
    (path) => !known.has(path) && !path.startsWith('blobs/'),
  );
  if (foreign.length > 0)
    return { findings: foreign.map((path) => wrong(`${path} does not belong to a bundle`)) };
  const sums = sumsProblems(await text(sumsName), scanned.value, wrong);
  if (sums.length > 0) return { findings: sums };
  const layout = await readLayout(scanned.value, (path) => bytesAt(file, entries.get(path)), wrong);
  if (layout.value === undefined) return { findings: layout.findings };
  const lock = parseLock(await text(lockName), { input });
  if (lock.value === undefined)
    return { findings: [wrong(`${lockName} is no list of charts and profiles`)] };
  const lockedImages = entries.has(imagesLockName)
    ? parseImagesLock(await text(imagesLockName))
    : [];
  if (lockedImages === undefined)
    return { findings: [wrong(`${imagesLockName} is no list of images`)] };
  const images = (await text(imagesName)).split('\n').slice(0, -1);
  const parts = layout.value;
  const hasImages = entries.has(imagesLockName);
  const findings = lockProblems(
    { parts, lock: lock.value, images, lockedImages, hasImages },
    wrong,
  );
  if (findings.length > 0) return { findings };
  const at = (digest: Digest) => entries.get(blobPath(digest));
  return {
    value: {
      parts,
      lock: lock.value,
      images,
      lockedImages: hasImages ? lockedImages : undefined,
      blob: (digest) => blobAt(file, digest, at(digest)),
      read: (digest) => bytesAt(file, at(digest)),
    },
    findings: [],
  };
};

const required = ['index.json', 'oci-layout', lockName, imagesName, sumsName];

const known: ReadonlySet<string> = new Set([
  ...required,
  imagesLockName,
  instructionsName,
  sbomName,
]);

/** Where an OCI image layout has a blob. */
export const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

const blobAt = (
  file: string,
  digest: Digest,
  { offset, size }: Pick<TarEntry, 'offset' | 'size'> = { offset: 0, size: 0 },
): BlobSource => ({
  digest,
  size,
  read: (start, end) =>
    // createReadStream includes its end.
    end > start
      ? createReadStream(file, { start: offset + start, end: offset + end - 1 })
      : new Uint8Array(),
});

const bytesAt = async (file: string, entry: TarEntry | undefined): Promise<Buffer> => {
  const { offset, size } = entry ?? { offset: 0, size: 0 };
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
