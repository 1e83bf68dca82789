import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A path of a repository (`./charts/x`, `/charts/x`, empty for its root) relative to that root;
 * undefined if it is outside.
 */
export const pathWithin = (root: string, path: string): string | undefined => {
  const inside = relative(root, resolve(root, path.replace(/^\/+/, '')));
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    ? undefined
    : inside;
};
