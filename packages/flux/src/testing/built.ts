import type { Manifest } from '@helm-charts/types';
import type { BuiltProfile, Layer } from '../build/build.ts';
import { parseManifests } from '../documents.ts';
import { readFiles } from '../written/files.ts';
import type { Origin } from '../written/origin.ts';

/**
 * A profile as if it had been built, from the YAML of its layers: the root under an empty name,
 * the others under the Kustomization that applies them. A place is the object and the path.
 */
export const builtProfile = (texts: Readonly<Record<string, string>>): BuiltProfile => {
  const originOf = ({ metadata }: Manifest): Origin => ({
    at: (path = []) => [metadata.name, ...path].join('.'),
    find: () => metadata.name,
    within: (key, line) => `${metadata.name}/${key}:${line}`,
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
  return {
    layers,
    findings: [],
    failures: [],
    files: readFiles('/nonexistent'),
    locate: originOf,
    home: undefined,
  };
};

/** A Kustomization of namespace flux-system. */
export const kustomization = (name: string, spec = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {${spec}}\n---\n`;

/** A HelmRelease of namespace system. */
export const helmRelease = (name: string, spec = ''): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: system}\nspec: {${spec}}\n---\n`;
