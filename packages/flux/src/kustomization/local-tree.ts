import { dirname } from 'node:path';
import { type Build, groupBy, type JsonObject } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';
import type { WrittenKustomization } from '../sources/kustomization.ts';
import type { Tree } from '../sources/tree.ts';
import { localOf } from './local.ts';
import { type Needing, needingAny, needingMissing } from './needing.ts';
import { withOptionalPatches } from './optional-patches.ts';

/** The kustomizations of a tree as they are built here: with local copies of what is remote, or without it. */
export interface LocalTree {
  /** Whether something remote has no local copy. */
  readonly isPartial: boolean;
  /** The content of the kustomization that Flux changes; undefined if it is not in a file. */
  readonly valueOf: (written: WrittenKustomization | undefined) => JsonObject | undefined;
  /** What the build goes without, since it needs something without a local copy. */
  readonly without: readonly Needing[];
  /** What the build replaces besides it, and the further directories that it reads. */
  readonly replaced: (written: WrittenKustomization | undefined) => Pick<Build, 'more' | 'also'>;
}

/**
 * Replaces URLs in the kustomizations of a tree. `isLeast` leaves out all that may need something without a local copy, not
 * only what is known to need it.
 */
export const localTree = (tree: Tree, files: Files, isLeast = false): LocalTree => {
  const { kustomizations, remote } = tree;
  const isPartial = remote.some(({ copy }) => copy === undefined);
  const without = !isPartial
    ? []
    : isLeast
      ? needingAny(kustomizations)
      : needingMissing(tree, files);
  const references = groupBy(
    [...remote, ...without.map((one) => ({ ...one, copy: undefined }))],
    ({ file }) => file,
  );
  const localValue = ({ file, value }: WrittenKustomization): JsonObject => {
    const own = references.get(file);
    return own === undefined ? value : localOf(value, own);
  };
  const replaced = (written: WrittenKustomization | undefined) => {
    if (remote.length === 0) return {};
    const others = kustomizations.filter(
      ({ file }) => file !== written?.file && (isPartial || references.has(file)),
    );
    return {
      more: others.map((one) => {
        const value = localValue(one);
        const optional = isPartial ? withOptionalPatches(value, dirname(one.file), files) : value;
        return { path: one.file, text: textOf(optional) };
      }),
      also: [...new Set(remote.flatMap(({ copy }) => copy?.root ?? []))],
    };
  };
  return {
    isPartial,
    without,
    valueOf: (written) => written && localValue(written),
    replaced,
  };
};

/** The text of a kustomization; JSON is YAML. */
export const textOf = (kustomization: JsonObject): string =>
  `${JSON.stringify(kustomization, undefined, 2)}\n`;
