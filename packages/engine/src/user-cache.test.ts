import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { userCache } from './user-cache.ts';

test('the cache of the user is where the system has such folders, unless a variable names another one', () => {
  expect(userCache({}, 'linux')).toBe(join(homedir(), '.cache/helm-charts'));
  expect(userCache({}, 'darwin')).toBe(join(homedir(), 'Library/Caches/helm-charts'));
  expect(userCache({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'helm-charts/Cache'));
  expect(userCache({ XDG_CACHE_HOME: '/xdg' }, 'darwin')).toBe(join('/xdg', 'helm-charts'));
  expect(userCache({ XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(
    join(homedir(), '.cache/helm-charts'),
  );
  expect(userCache({ XDG_CACHE_HOME: '/xdg', HELM_CHARTS_CACHE: 'own' }, 'linux')).toBe(
    resolve('own'),
  );
});
