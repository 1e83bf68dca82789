import { afterEach, expect, test, vi } from 'vitest';
import { missing, orSkip } from './missing.ts';

const context = {
  skip(reason: string): never {
    throw new Error(`skipped: ${reason}`);
  },
};
const absent = async () => {
  throw missing('postgres', 'Run `npm ci`.');
};

afterEach(() => vi.unstubAllEnvs());

test('skips a test if a program is missing, and names the fix', async () => {
  vi.stubEnv('CI', '');
  await expect(orSkip(context, absent())).rejects.toThrow(
    'skipped: error postgres: Run `npm ci`. [environment]',
  );
});

test('skips nothing in CI', async () => {
  vi.stubEnv('CI', 'true');
  await expect(orSkip(context, absent())).rejects.toThrow(/^error postgres/);
});

test('does not skip other failures', async () => {
  vi.stubEnv('CI', '');
  await expect(orSkip(context, Promise.reject(new Error('broken')))).rejects.toThrow(/^broken/);
});
