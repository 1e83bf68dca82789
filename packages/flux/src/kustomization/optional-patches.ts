import { resolve } from 'node:path';
import {
  isManifest,
  isObject,
  listAt,
  parseYamlStream,
  stringAt,
  writeYaml,
} from '@helm-charts/kubernetes';
import type { Json, JsonObject, Manifest } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';

/**
 * The kustomization of a directory (absolute) in which each strategic merge patch has a target. kustomize rejects a patch
 * of an object that it does not find, unless the patch has a target; the object may be in a base that is not here.
 */
export const withOptionalPatches = (
  kustomization: JsonObject,
  directory: string,
  files: Files,
): JsonObject => {
  const { patchesStrategicMerge, patchesJson6902, patches, ...rest } = kustomization;
  const merges = listAt({ patchesStrategicMerge }, 'patchesStrategicMerge');
  const all = [
    ...merges.flatMap((patch) => targeted(patch, documentsOf(patch, directory, files))),
    ...listAt({ patchesJson6902 }, 'patchesJson6902'),
    ...listAt({ patches }, 'patches').flatMap((patch) => {
      if (!isObject(patch) || isObject(patch.target)) return [patch];
      const text = stringAt(patch, 'patch') ?? stringAt(patch, 'path');
      return targeted(patch, documentsOf(text, directory, files));
    }),
  ];
  // The parts of a kustomization are JSON.
  return all.length === 0 ? rest : { ...rest, patches: all as Json[] };
};

/** The patches of a text; the patch as it is if the text is no object. */
const targeted = (patch: unknown, documents: readonly unknown[]): readonly unknown[] => {
  if (documents.length === 0 || !documents.every(isManifest)) return [patch];
  const options = isObject(patch) && isObject(patch.options) ? { options: patch.options } : {};
  return documents.map((manifest) => ({
    patch: writeYaml(manifest),
    target: targetOf(manifest),
    ...options,
  }));
};

const targetOf = ({ apiVersion, kind, metadata }: Manifest): JsonObject => {
  const [version = '', group] = apiVersion.split('/').toReversed();
  return {
    ...(group !== undefined && { group }),
    version,
    kind,
    // kustomize reads it as a regular expression.
    name: metadata.name.replaceAll('.', '\\.'),
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  };
};

/** The documents of an inline patch, or of the file that it names. */
const documentsOf = (patch: unknown, directory: string, files: Files): readonly unknown[] => {
  if (typeof patch !== 'string') return [];
  const documents = patch.includes('\n')
    ? parseYamlStream(patch, 'patch')
    : files.documents(resolve(directory, patch));
  return documents.map(({ value }) => value);
};
