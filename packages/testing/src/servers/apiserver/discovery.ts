import { openapi } from './openapi.ts';
import { groupVersion, type Resource } from './resource.ts';

/** What a client asks to learn what the server is and which kinds it serves; undefined at any other address. */
export const discover = (
  path: string,
  served: readonly Resource[],
  kubernetes: string,
): object | undefined => {
  if (path === '/version') return versionOf(kubernetes);
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(served) };
  if (path.startsWith('/openapi/')) return openapi(path, served);
  const [, name] = /^\/(?:api|apis)\/(.+?)\/?$/.exec(path) ?? [];
  const group = groups(served).find((one) => one.name === name);
  if (group !== undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...group };
  const own = served.filter((resource) => groupVersion(resource) === name);
  if (own.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: name,
    resources: own.flatMap(listed),
  };
};

const versionOf = (kubernetes: string): object => {
  const [major = '', minor = ''] = kubernetes.split('.');
  return {
    major,
    minor,
    gitVersion: `v${kubernetes}`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.26',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
};

const groups = (served: readonly Resource[]) =>
  [...Map.groupBy(served, ({ group }) => group)]
    .filter(([name]) => name !== '')
    .map(([name, members]) => {
      const versions = [...new Set(members.map(groupVersion))].map((one) => ({
        groupVersion: one,
        version: one.slice(name.length + 1),
      }));
      return { name, versions, preferredVersion: versions[0] };
    });

const listed = ({ plural, kind, namespaced, shortNames, hasStatus }: Resource) => {
  const entry = { name: plural, singularName: kind.toLowerCase(), namespaced, kind };
  const verbs = 'create delete deletecollection get list patch update watch'.split(' ');
  return [
    { ...entry, verbs, shortNames },
    ...(hasStatus
      ? [{ ...entry, name: `${plural}/status`, verbs: ['get', 'patch', 'update'] }]
      : []),
  ];
};
