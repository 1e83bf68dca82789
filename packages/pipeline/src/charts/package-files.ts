import { type Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Failure } from '@helm-charts/types';
import { extract } from 'tar-stream';

/** A file of a packaged chart. */
export interface PackageFile {
  /** Its path with `/`, which can lead out of the package. */
  readonly path: string;
  readonly content: Buffer;
}

const mebibyte = 2 ** 20;

/** The largest file, in bytes (helm: pkg/chart/loader/archive/archive.go, `MaxDecompressedFileSize`). */
const largestFile = 5 * mebibyte;

/** The largest sum of all files, in bytes (the same file, `MaxDecompressedChartSize`). */
const largestChart = 100 * mebibyte;

/** How many bytes may still be unpacked. Packages that lie in one another share one. */
export interface Budget {
  left: number;
}

/** The budget of a package and of all packages in it. */
export const packageBudget = (): Budget => ({ left: largestChart });

/**
 * Reads the files of a package one after another, with the limits of Helm, so that a small package cannot fill the
 * memory or the disk. `input` is the name of the package in findings.
 * @throws {Failure} With exit code 2 if the package is too large. Any other error means that it is damaged.
 */
export async function* packageFiles(
  content: Readable,
  input: string,
  budget: Budget = packageBudget(),
): AsyncGenerator<PackageFile> {
  const entries = extract();
  const reading = pipeline(content, createGunzip(), atMost(2 * largestChart, input), entries);
  // The loop gets the error, too.
  reading.catch(() => {});
  for await (const entry of entries) {
    const { name, type, size = 0 } = entry.header;
    if (type !== 'file') {
      entry.resume();
      continue;
    }
    if (size > largestFile)
      throw tooLarge(input, `its file ${name} has more than 5 MiB when unpacked`);
    budget.left -= size;
    if (budget.left < 0) throw tooLarge(input, 'its files have more than 100 MiB when unpacked');
    yield { path: name, content: await buffer(entry) };
  }
  await reading;
}

/** Also headers and entries that are no files take time to read, and the parser keeps some of them. */
const atMost = (limit: number, input: string): Transform => {
  let size = 0;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      size += chunk.length;
      if (size > limit) done(tooLarge(input, 'it has more than 200 MiB when unpacked'));
      else done(null, chunk);
    },
  });
};

const tooLarge = (input: string, what: string): Failure =>
  new Failure(2, [
    {
      rule: 'chart',
      severity: 'error',
      input,
      message: `${what}, which Helm refuses`,
      fix: 'name large files in .helmignore, and package the chart again',
    },
  ]);
