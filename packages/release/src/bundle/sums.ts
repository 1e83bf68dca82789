import { isDigest } from '@helm-charts/oci';
import type { Finding } from '@helm-charts/types';
import type { TarEntry } from '../archive/scan-tar.ts';

export const sumsName = 'SHA256SUMS';

/** Checksums as `sha256sum --check` reads them, in the order of paths. */
export const sumsText = (
  files: readonly { readonly path: string; readonly digest: string }[],
): string =>
  files
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, digest }) => `${digest.slice('sha256:'.length)}  ${path}\n`)
    .join('');

/** Each file must have its checksum, and each checksum its file. */
export const sumsProblems = (
  text: string,
  entries: readonly TarEntry[],
  problem: (message: string) => Finding,
): readonly Finding[] => {
  const lines = text.split('\n').slice(0, -1);
  const sums = new Map(
    lines.map((line) => [line.slice(66), `sha256:${line.slice(0, 64)}`] as const),
  );
  const wrong = lines.flatMap((line, at) =>
    isDigest(`sha256:${line.slice(0, 64)}`) && line.slice(64, 66) === '  '
      ? []
      : [problem(`line ${at + 1} of ${sumsName} is no checksum`)],
  );
  if (wrong.length > 0 || sums.size !== lines.length || !text.endsWith('\n'))
    return wrong.length > 0 ? wrong : [problem(`${sumsName} is not complete, or has a file twice`)];
  const files = entries.filter(({ path }) => path !== sumsName);
  const held = new Set(files.map(({ path }) => path));
  return [
    ...files.flatMap(({ path, digest }) => {
      const expected = sums.get(path);
      if (expected === undefined)
        return [problem(`${path} is not in ${sumsName}, so it does not belong to the bundle`)];
      return expected === digest
        ? []
        : [problem(`${path} has other content than its checksum says`)];
    }),
    ...[...sums.keys()].flatMap((path) => (held.has(path) ? [] : [problem(`${path} is missing`)])),
  ];
};
