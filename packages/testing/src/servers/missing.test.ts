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

test('a server that this machine cannot have is skipped, with what fixes it', async () => {
  vi.stubEnv('CI', '');
  await expect(orSkip(context, absent())).rejects.toThrow(
    'skipped: error postgres: Run `npm ci`. [environment]',
  );
});

test('in CI nothing is skipped', async () => {
  vi.stubEnv('CI', 'true');
  await expect(orSkip(context, absent())).rejects.toThrow(/^error postgres/);
});

test('any other failure stands', async () => {
  vi.stubEnv('CI', '');
  await expect(orSkip(context, Promise.reject(new Error('broken')))).rejects.toThrow(/^broken/);
});
