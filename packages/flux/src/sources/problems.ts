import { isManifest, missingFields, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { Files } from './files.ts';
import { placeOf } from './place.ts';

/** What is no YAML: kustomize itself names the first of it, and never ends where an anchor refers to itself. */
export const yamlProblems = (paths: readonly string[], files: Files): readonly Finding[] =>
  paths.flatMap((path) => files.documents(path).flatMap(({ findings }) => findings));

/**
 * Everything that keeps files of YAML from being resources of one kustomization: what is no object,
 * and objects that are there twice. kustomize itself names the first of these alone.
 */
export const resourceProblems = (paths: readonly string[], files: Files): readonly Finding[] => {
  const first = new Map<string, string>();
  return paths.flatMap((path) =>
    files.documents(path).flatMap(({ value, line }): readonly Finding[] => {
      if (value === undefined || stringAt(value, 'kind')?.endsWith('List')) return [];
      const position = { file: files.name(path), line };
      if (!isManifest(value)) {
        const missing = missingFields(value);
        const message = `this is no Kubernetes object: it has no ${missing.join(', ')}`;
        return [{ rule: 'kustomize', severity: 'error', position, message }];
      }
      const { apiVersion, kind, metadata } = value;
      const id = [apiVersion, kind, metadata.namespace ?? 'default', metadata.name].join(' ');
      const earlier = first.get(id);
      if (earlier === undefined) {
        first.set(id, `${position.file}:${line}`);
        return [];
      }
      return [
        {
          rule: 'duplicate',
          severity: 'error',
          ...placeOf(value, [], undefined),
          position,
          message: `it is already in ${earlier}`,
          fix: 'rename or remove one',
        },
      ];
    }),
  );
};
