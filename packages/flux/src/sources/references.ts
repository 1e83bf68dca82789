import { listAt, stringAt } from '@helm-charts/kubernetes';

/** A path that a kustomization names. */
export interface Reference {
  /** The path of its field. */
  readonly at: readonly (string | number)[];
  readonly path: string;
  /** Whether it may be a directory with its own kustomization. */
  readonly isBase: boolean;
}

/** The paths that a kustomization names, in the order of kustomize's fields. */
export const referencesOf = (kustomization: unknown): readonly Reference[] => {
  const strings = (field: string, isBase: boolean): Reference[] =>
    listAt(kustomization, field).flatMap((path, index) =>
      typeof path === 'string' && !path.includes('\n')
        ? [{ at: [field, index], path, isBase }]
        : [],
    );
  const paths = (field: string): Reference[] =>
    listAt(kustomization, field).flatMap((item, index) => {
      const path = stringAt(item, 'path');
      return path ? [{ at: [field, index, 'path'], path, isBase: false }] : [];
    });
  return [
    ...['resources', 'bases', 'components'].flatMap((field) => strings(field, true)),
    ...['generators', 'transformers', 'validators'].flatMap((field) => strings(field, true)),
    ...['patchesStrategicMerge', 'crds', 'configurations'].flatMap((field) =>
      strings(field, false),
    ),
    ...['patches', 'patchesJson6902', 'replacements'].flatMap(paths),
    ...schemaOf(kustomization),
    ...generatorFields.flatMap((field) =>
      listAt(kustomization, field).flatMap((generator, index) =>
        generatorFiles(generator).map(({ at, path }) => ({
          at: [field, index, ...at],
          path,
          isBase: false,
        })),
      ),
    ),
  ];
};

/** The file with the schemas of custom resources. */
const schemaOf = (kustomization: unknown): readonly Reference[] => {
  const path = stringAt(kustomization, 'openapi', 'path');
  return path ? [{ at: ['openapi', 'path'], path, isBase: false }] : [];
};

/** The fields that generate ConfigMaps and Secrets from files. */
export const generatorFields = ['configMapGenerator', 'secretGenerator'] as const;

/**
 * A file that a generator reads, and its key in the generated object; the key is undefined for a
 * file with several variables.
 */
export interface GeneratorFile {
  readonly at: readonly (string | number)[];
  readonly path: string;
  readonly key: string | undefined;
}

/** The files that a generator reads. The default key of a file is its name. */
export const generatorFiles = (generator: unknown): readonly GeneratorFile[] => {
  const files = listAt(generator, 'files').flatMap((item, index): GeneratorFile[] => {
    if (typeof item !== 'string') return [];
    const [, key, path = item] = /^([^=]*)=(.*)$/.exec(item) ?? [];
    return [{ at: ['files', index], path, key: key ?? path.replace(/^.*\//, '') }];
  });
  const env = stringAt(generator, 'env');
  const envs = listAt(generator, 'envs').flatMap((path, index): GeneratorFile[] =>
    typeof path === 'string' ? [{ at: ['envs', index], path, key: undefined }] : [],
  );
  return [...files, ...(env ? [{ at: ['env'], path: env, key: undefined }] : []), ...envs];
};
