import { dirname, resolve } from 'node:path';
import { isManifest, isObject, listAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';
import type { WrittenKustomization } from '../sources/kustomization.ts';
import { generatorFields } from '../sources/references.ts';
import type { RemoteReference } from '../sources/remote.ts';
import type { Tree } from '../sources/tree.ts';

/** An entry of a field of a kustomization that kustomize rejects if it finds no object for it. */
export type Needing = Pick<RemoteReference, 'file' | 'at'>;

/**
 * The entries of kustomizations that name objects which none of the files of a tree has, so that they must be in the part of it
 * that is not available locally: sources of replacements and variables, numbers of replicas, and generators that merge.
 */
export const needingMissing = (
  { kustomizations, resources }: Pick<Tree, 'kustomizations' | 'resources'>,
  files: Files,
): readonly Needing[] => {
  // Nobody knows here what a program generates.
  if (kustomizations.some(({ value }) => listAt(value, 'generators').length > 0)) return [];
  const present = presentIn(kustomizations, resources, files);
  return kustomizations.flatMap((kustomization) => {
    const { value, file } = kustomization;
    const entries = (field: string, isMissing: (entry: unknown) => boolean): readonly Needing[] =>
      listAt(value, field).flatMap((entry, index) =>
        isMissing(entry) ? [{ file, at: [field, index] }] : [],
      );
    return [
      ...entries('replacements', (entry) =>
        sourcesOf(entry, file, files).some((source) => !present(source)),
      ),
      ...entries('vars', (entry) => !present(isObject(entry) ? entry.objref : undefined)),
      ...entries('replicas', (entry) => !present({ name: stringAt(entry, 'name') })),
      ...generatorFields.flatMap((field) =>
        entries(
          field,
          (entry) =>
            changes(entry) &&
            !present({ kind: kindOf[field], name: stringAt(entry, 'name') }, entry),
        ),
      ),
    ];
  });
};

/** All entries of kustomizations that may need an object. */
export const needingAny = (kustomizations: readonly WrittenKustomization[]): readonly Needing[] =>
  kustomizations.flatMap(({ file, value }) =>
    ['replacements', 'vars', 'replicas', 'transformers', 'validators', ...generatorFields].flatMap(
      (field) =>
        listAt(value, field).flatMap((entry, index) =>
          generatorFields.some((one) => one === field) && !changes(entry)
            ? []
            : [{ file, at: [field, index] }],
        ),
    ),
  );

const kindOf = { configMapGenerator: 'ConfigMap', secretGenerator: 'Secret' } as const;

/** Whether a generator changes an object that another part of the build has (kustomize: api/types/generationbehavior.go). */
const changes = (generator: unknown): boolean =>
  ['merge', 'replace'].includes(stringAt(generator, 'behavior') ?? '');

/** The sources of a replacement, or of the replacements in the file that it names. */
const sourcesOf = (entry: unknown, kustomization: string, files: Files): readonly unknown[] => {
  const path = stringAt(entry, 'path');
  const all =
    path === undefined
      ? [entry]
      : files.documents(resolve(dirname(kustomization), path)).flatMap(({ value }) => value);
  return all.flatMap((one) => (isObject(one) && isObject(one.source) ? [one.source] : []));
};

/** Tells whether an object with the kind and name of a selector is among files or generators, other than one. */
type IsPresent = (selector: unknown, other?: unknown) => boolean;

const presentIn = (
  kustomizations: readonly WrittenKustomization[],
  resources: readonly string[],
  files: Files,
): IsPresent => {
  const written = resources.flatMap((path) =>
    files.documents(path).flatMap(({ value }) => objectsIn(value)),
  );
  const generated = kustomizations.flatMap(({ value }) =>
    generatorFields.flatMap((field) =>
      listAt(value, field).map((generator) => ({
        kind: kindOf[field],
        name: stringAt(generator, 'name') ?? '',
        generator,
      })),
    ),
  );
  const all = [
    ...written.map(({ kind, metadata: { name } }) => ({ kind, name, generator: undefined })),
    ...generated,
  ];
  const renames = kustomizations.some(
    ({ value }) => stringAt(value, 'namePrefix') || stringAt(value, 'nameSuffix'),
  );
  return (selector, other) => {
    const [kind, name] = [stringAt(selector, 'kind'), stringAt(selector, 'name')];
    return all.some(
      (one) =>
        (other === undefined || one.generator !== other) &&
        (!kind || one.kind === kind) &&
        (!name || one.name === name || (renames && name.includes(one.name))),
    );
  };
};

const objectsIn = (value: unknown): readonly Manifest[] => {
  if (stringAt(value, 'kind')?.endsWith('List')) return listAt(value, 'items').flatMap(objectsIn);
  return isManifest(value) ? [value] : [];
};
