import { groupOf, type ManifestDocument } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Applied } from './applied.ts';

/** An object before an update, and the object that is applied in its place. */
export interface AppliedUpdate {
  readonly old: ManifestDocument;
  readonly applied: Applied;
}

/** The objects of an installation and of an upgrade with the same values, where they differ. */
export interface UpgradedObject {
  readonly old: ManifestDocument;
  readonly document: ManifestDocument;
  /** The namespace of the release. */
  readonly namespace: string;
}

/**
 * The updates of objects: from the previous release, and from an installation to an upgrade with the same values. Hooks
 * are deleted before they are created again, as Helm does by default, and what Flux replaces by force is created.
 */
export const updatesOf = (
  objects: readonly Applied[],
  previous: readonly Manifest[],
  upgraded: readonly UpgradedObject[],
): readonly AppliedUpdate[] => {
  if (previous.length === 0 && upgraded.length === 0) return [];
  const before = new Map(previous.map((manifest) => [keyOf(manifest, ''), manifest]));
  const kept = objects.filter(
    ({ isPart, isForced, document }) => !isPart && !isForced && !isHook(document),
  );
  const byKey = new Map(
    kept.map((applied) => [keyOf(applied.document.manifest, applied.namespace), applied]),
  );
  return [
    ...kept.flatMap((applied) => {
      const { manifest } = applied.document;
      const old = before.get(keyOf(manifest, applied.namespace)) ?? before.get(keyOf(manifest, ''));
      return old === undefined ? [] : [{ old: documentOf(old), applied }];
    }),
    ...upgraded.flatMap(({ old, document, namespace }) => {
      const applied = byKey.get(keyOf(document.manifest, namespace));
      return applied === undefined ? [] : [{ old, applied: { ...applied, document } }];
    }),
  ];
};

const isHook = ({ manifest }: ManifestDocument): boolean =>
  manifest.metadata.annotations?.['helm.sh/hook'] !== undefined;

const documentOf = (manifest: Manifest): ManifestDocument => ({
  manifest,
  text: JSON.stringify(manifest),
  source: '',
});

const keyOf = (manifest: Manifest, namespace: string): string =>
  [
    groupOf(manifest),
    manifest.kind,
    manifest.metadata.namespace ?? namespace,
    manifest.metadata.name,
  ].join(' ');
