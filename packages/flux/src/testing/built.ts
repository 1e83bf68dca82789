import { parseManifests } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { BuiltTree, Layer } from '../build/tree.ts';
import type { Origin } from '../sources/origin.ts';

/** The layers of a profile, with the positions of the objects. */
type Built = Pick<BuiltTree, 'layers' | 'locate' | 'isPartial'>;

/**
 * A built profile from the YAML of its layers: the root has an empty name, the others the name of
 * the Kustomization that applies them. A position is the object and the path.
 */
export const builtProfile = (texts: Readonly<Record<string, string>>): Built => {
  const originOf = ({ metadata }: Manifest): Origin => ({
    at: () => ({ file: `${metadata.name}.yaml` }),
    find: () => ({ file: `${metadata.name}.yaml` }),
    within: (key, line) => ({ file: `${metadata.name}/${key}`, line }),
  });
  const layers = Object.entries(texts).map(([appliedBy, text]): Layer => {
    const { documents } = parseManifests(text, appliedBy);
    return {
      path: appliedBy,
      appliedBy: appliedBy === '' ? undefined : `flux-system/${appliedBy}`,
      documents: documents.map((document) => ({
        ...document,
        origin: originOf(document.manifest),
      })),
    };
  });
  return { layers, locate: originOf, isPartial: false };
};

/** A Kustomization in the namespace flux-system. */
export const kustomization = (name: string, spec = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {${spec}}\n---\n`;

/** A HelmRelease in the namespace system. */
export const helmRelease = (name: string, spec = ''): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: system}\nspec: {${spec}}\n---\n`;
