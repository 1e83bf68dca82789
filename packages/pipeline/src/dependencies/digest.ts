import { createHash } from 'node:crypto';
import { listAt, stringAt } from '@helm-charts/kubernetes';

/**
 * The digest in Chart.lock of the dependencies in Chart.yaml and those that were locked (helm
 * internal/resolver/resolver.go HashReq).
 */
export const lockDigest = (chart: unknown, lock: unknown): string => {
  const lists = [chart, lock].map((of) => listAt(of, 'dependencies').map(dependencyOf));
  // Go escapes these characters (encoding/json, HTMLEscape).
  const text = JSON.stringify(lists).replaceAll(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
};

/** The fields in the order of Helm's struct (helm pkg/chart/v2/dependency.go). */
const dependencyOf = (of: unknown): object => {
  const tags = listAt(of, 'tags');
  const imports = listAt(of, 'import-values');
  return {
    name: stringAt(of, 'name') ?? '',
    version: stringAt(of, 'version') || undefined,
    repository: stringAt(of, 'repository') ?? '',
    condition: stringAt(of, 'condition') || undefined,
    ...(tags.length > 0 && { tags }),
    ...(imports.length > 0 && { 'import-values': imports }),
    alias: stringAt(of, 'alias') || undefined,
  };
};
