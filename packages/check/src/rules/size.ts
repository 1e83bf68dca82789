import { constants, gzipSync } from 'node:zlib';
import { fluxProblemIf, problemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** What the API server and etcd accept. */
export const sizeRules: readonly Rule[] = [
  {
    id: 'R26',
    scope: 'object',
    summary: 'A ConfigMap or Secret is smaller than 900 kB.',
    source: 'Kubernetes pkg/apis/core/validation/validation.go, MaxSecretSize',
    check: ({ ofKind }) =>
      ofKind('ConfigMap', 'Secret').flatMap((object) => {
        const size = bytes(object.manifest);
        return problemIf(
          size > 900_000,
          object,
          '',
          `it has ${size} bytes and the API server refuses more than 1048576; leave data of this size out of it`,
        );
      }),
  },
  {
    id: 'R26',
    scope: 'cluster',
    summary:
      "Helm's record of a release is smaller than 500 kB, and has no more objects than the profile expects.",
    source: 'Helm pkg/storage/driver/util.go, encodeRelease; helm#9788',
    check: ({ cluster: { releases }, charts, objects, expects }) =>
      releases.flatMap(({ name, helmRelease, chartDirectory, values }) => {
        const own = objects.filter(({ release }) => release === name);
        const files = charts.find(({ directory }) => directory === chartDirectory)?.files ?? {};
        const made = JSON.stringify([values, own.map(({ manifest }) => manifest)]);
        const size = recordSize([...Object.entries(files).flat(), made]);
        return [
          ...fluxProblemIf(
            size > limit,
            helmRelease,
            '',
            `Helm's record of it takes ${size} bytes and a Secret holds 1048576; take large files out of its chart`,
          ),
          ...fluxProblemIf(
            own.length > (expects.objects ?? Number.POSITIVE_INFINITY),
            helmRelease,
            '',
            `it has ${own.length} objects, and the profile expects ${expects.objects} at most (expects.objects)`,
          ),
        ];
      }),
  },
];

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The size of a record of Helm's, which packs it as far as it goes; what is small enough before is not packed on. */
const recordSize = (parts: readonly string[]): number => {
  const plain = base64(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  if (plain <= limit) return plain;
  const record = parts.join('');
  const quick = base64(gzipSync(record, { level: constants.Z_BEST_SPEED }).length);
  if (quick <= limit) return quick;
  return base64(gzipSync(record, { level: constants.Z_BEST_COMPRESSION }).length);
};

const base64 = (length: number): number => Math.ceil(length / 3) * 4;

const limit = 500_000;
