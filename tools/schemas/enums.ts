/** The values that a property admits: definition, then property, then values. What a list or map holds stands under `name[]`. */
export type Enums = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Reads the enumerations out of Kubernetes' pkg/generated/openapi/zz_generated.openapi.go.
 *
 * The published OpenAPI leaves them out; this file, which it is made from, has them. It is machine-made and gofmt'd:
 * a definition is a function, its properties stand five tabs deep, what a list or map holds three deeper.
 */
export const readEnums = (go: string): Enums => {
  const enums: Record<string, Record<string, readonly string[]>> = {};
  let definition: string | undefined;
  let property = '';
  for (const line of go.split('\n')) {
    const start = /^func schema_(\w+)\(/.exec(line);
    if (start !== null) definition = definitionOf(start[1] ?? '');
    property = /^\t{5}"([^"]+)": \{$/.exec(line)?.[1] ?? property;
    const found = /^(\t+)Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line);
    if (found === null || definition === undefined) continue;
    const place = found[1]?.length === 7 ? property : `${property}[]`;
    enums[definition] = { ...enums[definition], [place]: JSON.parse(`[${found[2]}]`) };
  }
  return enums;
};

/** `k8sio_api_core_v1_Pod` → `io.k8s.api.core.v1.Pod`. Groups whose definitions the API doesn't publish are left out. */
const definitionOf = (name: string): string | undefined => {
  const [, root, group, version, kind] =
    /^(k8sio_api|pkg_apis)_(\w+)_(v\d\w*?)_(\w+)$/.exec(name) ?? [];
  if (root === 'k8sio_api') return `io.k8s.api.${group}.${version}.${kind}`;
  if (group === 'apiextensions') {
    return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`;
  }
  return undefined;
};
