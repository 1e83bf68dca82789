import { isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Json, JsonObject, Manifest } from '@helm-charts/types';

/** The kustomization that kustomize-controller builds for a Flux Kustomization. */
export interface MergedKustomization {
  readonly value: JsonObject;
  /** Whether objects keep the annotation `config.kubernetes.io/origin` of kustomize. */
  readonly keepsOrigin: boolean;
}

/**
 * Merges the fields of a Flux Kustomization into the kustomization of its directory, as
 * kustomize-controller does before the build (fluxcd/pkg: kustomize/kustomize_generator.go,
 * GenerateManifest). `written` is the kustomization of the directory, or the generated one.
 * `components` are the existing ones.
 */
export const mergeKustomization = (
  written: JsonObject,
  isGenerated: boolean,
  flux: Manifest | undefined,
  components: readonly string[],
): MergedKustomization => {
  const spec = flux?.spec;
  const own = valueAt(spec, 'buildMetadata');
  const emptyOnes = isGenerated || listAt(written, 'resources').length > 0 ? [] : [originNote];
  const metadata = isNames(own)
    ? own
    : emptyOnes.length > 0
      ? emptyOnes
      : listAt(written, 'buildMetadata').filter((name) => typeof name === 'string');
  const value = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...written,
    ...replaced(spec),
    ...appended(written, 'patches', listAt(spec, 'patches').map(toPatch)),
    ...appended(written, 'components', components),
    ...appended(written, 'images', listAt(spec, 'images'), mergeImages),
    buildMetadata: [...new Set([...metadata, originNote])],
  };
  return { value, keepsOrigin: metadata.includes(originNote) };
};

const originNote = 'originAnnotations';

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0;

/** Each of these fields replaces the one of the directory, even if it is empty. */
const replaced = (spec: unknown): JsonObject => {
  const fields = [
    ['targetNamespace', 'namespace'],
    ['namePrefix', 'namePrefix'],
    ['nameSuffix', 'nameSuffix'],
  ] as const;
  return Object.fromEntries(
    fields.flatMap(([from, to]) => {
      const text = stringAt(spec, from);
      return text === undefined ? [] : [[to, text]];
    }),
  );
};

const appended = (
  written: JsonObject,
  field: string,
  more: readonly unknown[],
  merge: (all: readonly Json[]) => readonly Json[] = (all) => all,
): JsonObject => {
  if (more.length === 0) return {};
  return { [field]: merge([...listAt(written, field), ...more] as readonly Json[]) };
};

/** Flux uses only these two fields of a patch. */
const toPatch = (patch: unknown): JsonObject => {
  const target = valueAt(patch, 'target');
  return {
    patch: stringAt(patch, 'patch') ?? '',
    ...(isObject(target) && { target }),
  };
};

/**
 * An image of the same name is changed in place. A tag and a digest both select the version, so
 * setting one removes the other.
 */
const mergeImages = (images: readonly Json[]): readonly Json[] => {
  const merged: JsonObject[] = [];
  for (const image of images.filter(isObject)) {
    const index = merged.findIndex(({ name }) => name === image.name);
    const known = merged[index];
    if (known === undefined) {
      merged.push(image);
      continue;
    }
    const { newTag, digest, ...rest } = known;
    const version = image.newTag || image.digest ? image : { newTag, digest };
    merged[index] = {
      ...rest,
      ...(image.newName ? { newName: image.newName } : {}),
      ...(version.newTag ? { newTag: version.newTag } : {}),
      ...(version.digest ? { digest: version.digest } : {}),
    };
  }
  return merged;
};
