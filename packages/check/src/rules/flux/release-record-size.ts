import { constants, gzipSync } from 'node:zlib';
import { keyOf, oncePerText } from '@helm-charts/kubernetes';
import type { ChartFiles } from '../../chart-files.ts';
import { problem, type Rule } from '../../rule.ts';

export const releaseRecordSize: Rule = {
  id: 'release-record-size',
  set: 'flux',
  title: 'The Helm release record is smaller than 500 kB.',
  why: 'Helm stores the chart, the values and the manifests of each revision in a Secret, and the API server rejects a Secret of more than 1 MiB.',
  source: 'Helm pkg/storage/driver/util.go, encodeRelease; helm#9788',
  severity: 'error',
  scope: 'cluster',
  isAdvice: true,
  // A getter, since the example is large and only tests and the documentation need it.
  get bad() {
    return example(noise(600_000));
  },
  good: example('#!/bin/sh\n'),
  check: ({ releases, charts, objects, byKey }) =>
    releases.flatMap(({ name, helmRelease, chartDirectory, values }) => {
      const object = byKey.get(keyOf(helmRelease));
      const own = objects.filter(({ release }) => release === name);
      const files = charts.find(({ directory }) => directory === chartDirectory)?.files ?? {};
      const made = JSON.stringify([values, own.map(({ manifest }) => manifest)]);
      const size = recordSize(files, made);
      return object === undefined || size <= limit
        ? []
        : [
            problem(
              object,
              [],
              `the Helm release record has ${size} bytes, and the API server rejects a Secret of more than 1048576`,
              'remove large files from its chart',
            ),
          ];
    }),
};

const limit = 500_000;

type Files = ChartFiles['files'];

/**
 * The size of a release record, which Helm compresses. A record that is small without compression is not
 * compressed here, and of one that is small if only its large files are compressed, nothing else is.
 */
const recordSize = (files: Files, made: string): number => {
  const rest = Buffer.byteLength(made);
  const { plain, compressed } = sizesOf(files);
  if (base64(plain + rest) <= limit) return base64(plain + rest);
  if (base64(compressed + rest) <= limit) return base64(compressed + rest);
  const record = [...Object.entries(files).flat(), made].join('');
  const quick = base64(gzipSync(record, { level: constants.Z_BEST_SPEED }).length);
  if (quick <= limit) return quick;
  return base64(gzipSync(record, { level: constants.Z_BEST_COMPRESSION }).length);
};

interface Sizes {
  readonly plain: number;
  /** With each large file compressed. */
  readonly compressed: number;
}

const sizes = new WeakMap<Files, Sizes>();

/** The sizes of the files of a chart in bytes. Several releases may install it. */
const sizesOf = (files: Files): Sizes => {
  const known = sizes.get(files);
  if (known !== undefined) return known;
  let [plain, compressed] = [0, 0];
  for (const part of Object.entries(files).flat()) {
    const size = Buffer.byteLength(part);
    plain += size;
    compressed += size < large ? size : compressedSize(part);
  }
  sizes.set(files, { plain, compressed });
  return { plain, compressed };
};

/** In bytes. */
const large = 10_000;

const compressedSize = oncePerText(
  (text) => gzipSync(text, { level: constants.Z_BEST_SPEED }).length,
);

const base64 = (length: number): number => Math.ceil(length / 3) * 4;

function example(file: string) {
  return {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
`,
    charts: { web: { 'Chart.yaml': 'name: web\nversion: 1.0.0\n', 'files/setup.sh': file } },
  };
}

/** Text that does not compress. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
