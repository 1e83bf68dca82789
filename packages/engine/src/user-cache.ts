import { devNull, homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The folder of this program among the caches of the user: HELM_CHARTS_CACHE, else `helm-charts` in XDG_CACHE_HOME, else in the
 * usual folder of the system. It may be deleted at any time.
 */
export const userCache = (
  variables: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string => {
  const { HELM_CHARTS_CACHE: own, XDG_CACHE_HOME: shared = '', LOCALAPPDATA: local } = variables;
  if (own) return resolve(own);
  // A relative path is invalid (XDG Base Directory Specification).
  if (isAbsolute(shared)) return join(shared, 'helm-charts');
  if (platform === 'win32' && local) return join(local, 'helm-charts/Cache');
  return join(home(), platform === 'darwin' ? 'Library/Caches' : '.cache', 'helm-charts');
};

/** A user without a home folder has no cache. */
const home = (): string => {
  try {
    return homedir();
  } catch {
    return devNull;
  }
};
