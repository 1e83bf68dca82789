import { constants, gzipSync } from 'node:zlib';
import { keyOf } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const releaseRecordSize: Rule = {
  id: 'release-record-size',
  set: 'flux',
  title: "Helm's record of a release is smaller than 500 kB.",
  why: 'Helm stores the chart, the values and the manifests of each revision in a Secret, which holds 1 MiB.',
  source: 'Helm pkg/storage/driver/util.go, encodeRelease; helm#9788',
  severity: 'error',
  scope: 'cluster',
  // Made only where it is shown or tested, since that takes as long as many rules.
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
      const size = recordSize([...Object.entries(files).flat(), made]);
      return object === undefined || size <= limit
        ? []
        : [
            problem(
              object,
              [],
              `Helm's record of it takes ${size} bytes, and a Secret holds 1048576`,
              'take large files out of its chart',
            ),
          ];
    }),
};

const limit = 500_000;

/** The size of a record, which Helm packs as far as it goes; what is small enough before is not packed here. */
const recordSize = (parts: readonly string[]): number => {
  const plain = base64(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  if (plain <= limit) return plain;
  const record = parts.join('');
  const quick = base64(gzipSync(record, { level: constants.Z_BEST_SPEED }).length);
  if (quick <= limit) return quick;
  return base64(gzipSync(record, { level: constants.Z_BEST_COMPRESSION }).length);
};

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

/** Text that can't be packed. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
