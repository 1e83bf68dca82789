import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { releaseRecordSize } from './release-record-size.ts';

test('allows a large file that compresses well', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
`;
  const charts = { web: { 'files/dump': 'x'.repeat(900_000) } };
  expect(tryRule(releaseRecordSize, { applied, charts })).toEqual([]);
});
