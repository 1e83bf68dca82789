import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { packedTool } from './extract.ts';

test('rejects a program with another checksum and does not keep it', async () => {
  const sha256 = '0'.repeat(64);
  const error = await packedTool({ name: 'helm', sha256 }).catch((cause: unknown) => cause);
  expect(error instanceof Failure && error.exitCode).toBe(3);
  const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/helm-charts');
  expect(existsSync(resolve(cache, sha256))).toBe(false);
});
