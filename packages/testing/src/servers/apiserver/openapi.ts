import { groupVersion, type Resource } from './resource.ts';

/**
 * The documents of `/openapi/v3`, as far as kubectl and helm read them: that every PATCH knows `fieldValidation`, so that they
 * leave the validation to the server (`k8s.io/kubectl/pkg/util/openapi` and `k8s.io/cli-runtime/pkg/resource` query_param_verifier_v3.go).
 */
export const openapi = (path: string, served: readonly Resource[]): object | undefined => {
  const prefixes = Map.groupBy(served, prefixOf);
  if (path === '/openapi/v3') {
    const paths = [...prefixes.keys()].map((prefix) => [
      prefix,
      { serverRelativeURL: `/openapi/v3/${prefix}` },
    ]);
    return { paths: Object.fromEntries(paths) };
  }
  const own = prefixes.get(path.replace('/openapi/v3/', ''));
  return (
    own && { openapi: '3.0.0', info: { title: 'Kubernetes', version: '1' }, paths: pathsOf(own) }
  );
};

const prefixOf = (resource: Resource): string =>
  `${resource.group === '' ? 'api' : 'apis'}/${groupVersion(resource)}`;

const pathsOf = (own: readonly Resource[]): object =>
  Object.fromEntries(
    own.map((resource) => {
      const { group, version, kind, plural } = resource;
      const namespace = resource.namespaced ? 'namespaces/{namespace}/' : '';
      const patch = {
        'x-kubernetes-action': 'patch',
        'x-kubernetes-group-version-kind': { group, version, kind },
        parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
        responses: {},
      };
      return [`/${prefixOf(resource)}/${namespace}${plural}/{name}`, { patch }];
    }),
  );
