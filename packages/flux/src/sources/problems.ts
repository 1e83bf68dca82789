import { isManifest, missingFields, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { Files } from './files.ts';
import { placeOf } from './place.ts';

/**
 * Reports all YAML syntax errors. kustomize reports only the first, and never returns if an anchor
 * refers to itself.
 */
export const yamlProblems = (paths: readonly string[], files: Files): readonly Finding[] =>
  paths.flatMap((path) => files.documents(path).flatMap(({ findings }) => findings));

/** In bytes of JSON. etcd takes requests of at most 1.5 MiB; some kinds are stored in a shorter form. */
const largest = 2 * 1024 * 1024;

/** Reports objects that the API server cannot store. kustomize works on them for minutes. */
export const sizeProblems = (paths: readonly string[], files: Files): readonly Finding[] =>
  paths
    .filter((path) => (files.text(path)?.length ?? 0) > largest)
    .flatMap((path) =>
      files.documents(path).flatMap(({ value, line }): Finding[] => {
        const size = JSON.stringify(value ?? null).length;
        if (size <= largest) return [];
        return [
          {
            rule: 'object-size',
            severity: 'error',
            ...(isManifest(value) && placeOf(value, [], undefined)),
            position: { file: files.name(path), line },
            message: `the object has ${(size / 1024 / 1024).toFixed(1)} MiB, and the API server stores at most 1.5 MiB, so Flux cannot apply it`,
            fix: 'split it',
          },
        ];
      }),
    );

/**
 * Reports everything that prevents YAML files from being resources of one kustomization: documents
 * that are not objects, and duplicate objects. kustomize reports only the first.
 */
export const resourceProblems = (paths: readonly string[], files: Files): readonly Finding[] => {
  const first = new Map<string, string>();
  return paths.flatMap((path) =>
    files.documents(path).flatMap(({ value, line }): readonly Finding[] => {
      if (value === undefined || stringAt(value, 'kind')?.endsWith('List')) return [];
      const position = { file: files.name(path), line };
      if (!isManifest(value)) {
        const missing = missingFields(value);
        const message = `this is not a Kubernetes object, since it has no ${missing.join(', ')}, so kustomize rejects the file`;
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
          message: `the object is also in ${earlier}, so the build fails`,
          fix: 'rename or remove one',
        },
      ];
    }),
  );
};
