import { join } from 'node:path';
import type { ParsedDocument } from '@helm-charts/kubernetes';
import { isObject } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import type { Files } from './files.ts';

/** The kustomization file of a directory. */
export interface WrittenKustomization {
  /** Absolute. */
  readonly file: string;
  /** Empty if it can't be read. */
  readonly value: JsonObject;
  /** Undefined for an empty file. */
  readonly document: ParsedDocument | undefined;
}

/** The file names that kustomize recognizes, in its order (kustomize: api/konfig/general.go). */
const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization of a directory; undefined if it has none. */
export const kustomizationIn = (
  directory: string,
  files: Files,
): WrittenKustomization | undefined => {
  const file = names
    .map((name) => join(directory, name))
    .find((path) => files.kind(path) === 'file');
  if (file === undefined) return undefined;
  const [document] = files.documents(file);
  const value = document?.value ?? {};
  return { file, document, value: isObject(value) ? value : {} };
};
