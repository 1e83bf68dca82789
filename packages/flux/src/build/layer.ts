import { Failure, type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { stringify } from 'yaml';
import type { ManifestDocument, ParsedManifests } from '../documents.ts';
import { valueAt } from '../fields.ts';
import { withMetadata, withoutAnnotation } from '../metadata.ts';
import { substitute } from '../substitute/substitute.ts';
import { type Origin, originAnnotation, originOf } from '../written/origin.ts';
import { resourceProblems } from '../written/problems.ts';
import { type Applied, type KustomizeBuild, type PlanContext, planBuild } from './plan.ts';

/**
 * Runs kustomize without its restriction of files to the directory and reads the objects that it
 * makes. Throws a Failure.
 */
export type Kustomize = (build: KustomizeBuild) => Promise<ParsedManifests>;

/** An object that Flux applies, and where somebody wrote it. */
export interface LayerDocument extends ManifestDocument {
  readonly origin: Origin;
}

/** What kustomize made of a directory, before its variables are replaced. */
export interface BuiltDirectory {
  readonly documents: readonly LayerDocument[];
  readonly findings: readonly Finding[];
  /** Why there are no documents. */
  readonly failure: Failure | undefined;
}

/** What a build needs to know of the workspace. */
export interface BuildContext extends PlanContext {
  readonly kustomize: Kustomize;
}

/** A directory to build; `appliedBy` is the Flux Kustomization with its origin, if one applies it. */
export interface Step {
  /** Relative to the workspace. */
  readonly path: string;
  readonly appliedBy: Applied | undefined;
  /** The directories that led here, from the root on. */
  readonly within: readonly string[];
}

/** Builds a directory as kustomize-controller does up to the variables. */
export const buildDirectory = async (
  { path, appliedBy }: Step,
  context: BuildContext,
): Promise<BuiltDirectory> => {
  const { files, kustomize } = context;
  const { build, findings, resources, keepsOrigin } = planBuild(path, appliedBy, context);
  if (build === undefined) return failed(findings);
  try {
    const built = await kustomize(build);
    const documents = built.documents.map((document): LayerDocument => {
      const origin = originOf(document.manifest, build.directory, files, build.inputs);
      const manifest = keepsOrigin
        ? document.manifest
        : withoutAnnotation(document.manifest, originAnnotation);
      return { ...document, manifest, origin };
    });
    return { documents, findings: [...findings, ...built.findings], failure: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const broken = resourceProblems(resources, files);
    if (broken.length === 0) return { documents: [], findings, failure: error };
    return failed([...findings, ...broken]);
  }
};

/**
 * What the controller does to an object between kustomize and the API server
 * (kustomize-controller: internal/controller/kustomization_controller.go): variables, then
 * `commonMetadata`, then the labels that say who owns it.
 */
export const finish = (
  document: LayerDocument,
  variables: ReadonlyMap<string, string> | undefined,
  appliedBy: Manifest | undefined,
): { readonly document: LayerDocument; readonly findings: readonly Finding[] } => {
  const { origin } = document;
  const substituted =
    variables && appliedBy
      ? substitute(document, variables, origin, manifestId(appliedBy))
      : { manifest: document.manifest, findings: [] };
  // The text of kustomize has the note on the origin even where the object has lost it.
  const keepsOrigin = document.manifest.metadata.annotations?.[originAnnotation] !== undefined;
  const replaced = keepsOrigin
    ? substituted.manifest
    : withoutAnnotation(substituted.manifest, originAnnotation);
  const manifest = appliedBy ? owned(replaced, appliedBy) : replaced;
  // Flux takes out what it needs for decryption.
  const { sops: _, ...decrypted } = manifest;
  const text = stringify(decrypted, { version: '1.1', lineWidth: 0 });
  return {
    document: { ...document, manifest, text, source: origin.at() },
    findings: substituted.findings,
  };
};

type Texts = Readonly<Record<string, string>>;

const owned = (manifest: Manifest, { metadata, spec }: Manifest): Manifest => {
  const common = valueAt(spec, 'commonMetadata') ?? {};
  return withMetadata(withMetadata(manifest, common as { labels?: Texts; annotations?: Texts }), {
    labels: {
      'kustomize.toolkit.fluxcd.io/name': metadata.name,
      'kustomize.toolkit.fluxcd.io/namespace': metadata.namespace ?? 'default',
    },
  });
};

const failed = (findings: readonly Finding[]): BuiltDirectory => ({
  documents: [],
  findings: findings.filter(({ severity }) => severity !== 'error'),
  failure: new Failure(
    2,
    findings.filter(({ severity }) => severity === 'error'),
  ),
});
