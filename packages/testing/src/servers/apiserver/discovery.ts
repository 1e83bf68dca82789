import { groupVersion, type Resource } from './resource.ts';

/** Answers discovery requests: the version of the server and the kinds of an API version; undefined for any other path. */
export const discover = (
  path: string,
  served: readonly Resource[],
  kubernetes: string,
): object | undefined => {
  if (path === '/version') return { gitVersion: `v${kubernetes}` };
  const own = served.filter((resource) => path === root(groupVersion(resource)));
  if (own.length === 0) return undefined;
  const resources = own.map(({ plural, kind, namespaced }) => ({ name: plural, kind, namespaced }));
  return { kind: 'APIResourceList', apiVersion: 'v1', resources };
};

const root = (version: string): string =>
  version.includes('/') ? `/apis/${version}` : `/api/${version}`;
