import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { expecting, findings, set, writing } from '../testing/cluster.ts';

/** A text that can't be packed. */
const noise = (length: number): string =>
  Array.from({ length: length / 64 }, (_, index) =>
    createHash('sha512').update(String(index)).digest('base64'),
  ).join('');

test('R26 a ConfigMap that is too large', () => {
  expect(
    findings('R26', set('ConfigMap msp/redis', 'data.dump', 'x'.repeat(900_000))),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: it has 900146 bytes and the API server refuses more than 1048576; leave data of this size out of it (charts/core/templates/configmap.yaml). [R26]",
    ]
  `);
});

test('R26 a release that is too large for its record', () => {
  expect(findings('R26', writing('core', 'files/dump', noise(500_000)))).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: Helm's record of it takes 691732 bytes and a Secret holds 1048576; take large files out of its chart. [R26]",
    ]
  `);
});

test('R26 a large file that packs well', () => {
  expect(findings('R26', writing('core', 'files/dump', 'x'.repeat(900_000)))).toEqual([]);
});

test('R26 a release of more objects than expected', () => {
  expect(findings('R26', expecting({ objects: 10 }))).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: it has 12 objects, and the profile expects 10 at most (expects.objects). [R26]",
    ]
  `);
});
