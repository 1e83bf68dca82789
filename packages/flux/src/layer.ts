import { resolve } from 'node:path';
import { Failure, type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { stringify } from 'yaml';
import type { ManifestDocument, ParsedManifests } from './documents.ts';
import { listAt, valueAt } from './fields.ts';
import { generateKustomization } from './kustomization/generate.ts';
import { mergeKustomization } from './kustomization/merge.ts';
import { withMetadata, withoutAnnotation } from './metadata.ts';
import { substitute } from './substitute/substitute.ts';
import type { IsIgnored } from './written/artifact.ts';
import type { Files } from './written/files.ts';
import { kustomizationIn } from './written/kustomization.ts';
import { type Origin, originAnnotation, originOf } from './written/origin.ts';
import { resourceProblems, yamlProblems } from './written/problems.ts';
import { readTree } from './written/tree.ts';

/** A kustomize build. Paths are absolute. */
export interface KustomizeBuild {
  readonly directory: string;
  /** The name of the kustomization's file. */
  readonly file: string;
  /** What that file holds for this build; what is on disk is left as it is. */
  readonly text: string;
  /** Every file that the build reads. */
  readonly inputs: readonly string[];
}

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
export interface BuildContext {
  readonly workspaceRoot: string;
  readonly files: Files;
  readonly isIgnored: IsIgnored;
  readonly kustomize: Kustomize;
}

/** A directory to build; `appliedBy` is the Flux Kustomization with its origin, if one applies it. */
export interface Step {
  /** Relative to the workspace. */
  readonly path: string;
  readonly appliedBy: { readonly manifest: Manifest; readonly origin: Origin } | undefined;
  /** The directories that led here, from the root on. */
  readonly within: readonly string[];
}

/**
 * Builds a directory as kustomize-controller does up to the variables: its kustomization, or one
 * that is made for it, with the patches, images, components and names of the Flux Kustomization.
 */
export const buildDirectory = async (
  { path, appliedBy }: Step,
  { workspaceRoot, files, isIgnored, kustomize }: BuildContext,
): Promise<BuiltDirectory> => {
  const directory = resolve(workspaceRoot, path);
  const name = files.name(directory);
  if (files.kind(directory) !== 'directory') {
    const where = appliedBy?.origin.at(['spec', 'path']) ?? name;
    const by = appliedBy ? `${manifestId(appliedBy.manifest)} applies ${name}, and ` : '';
    return failed([
      problem(where, `${by}there is no such directory; add it, or correct the path.`),
    ]);
  }
  const written = kustomizationIn(directory, files);
  const generated = written ? undefined : generateKustomization(directory, files, isIgnored);
  const components = componentsOf(directory, appliedBy, files);
  const tree = readTree(directory, workspaceRoot, files, [
    ...components.paths,
    ...(generated?.resources ?? []),
  ]);
  const findings = [...(generated?.findings ?? []), ...components.findings, ...tree.findings];
  const unread = yamlProblems(tree.yaml, files);
  if (findings.some(({ severity }) => severity === 'error'))
    return failed([...findings, ...unread]);
  if (unread.length > 0) {
    return failed([...findings, ...unread, ...resourceProblems(tree.resources, files)]);
  }

  const { value, keepsOrigin } = mergeKustomization(
    written?.value ?? generated?.value ?? {},
    generated !== undefined,
    appliedBy?.manifest,
    components.paths,
  );
  try {
    const built = await kustomize({
      directory,
      file: written ? written.file.slice(directory.length + 1) : 'kustomization.yaml',
      text: `${JSON.stringify(value, undefined, 2)}\n`,
      inputs: tree.files,
    });
    const documents = built.documents.map((document): LayerDocument => {
      const origin = originOf(document.manifest, directory, files, tree.files);
      const manifest = keepsOrigin
        ? document.manifest
        : withoutAnnotation(document.manifest, originAnnotation);
      return { ...document, manifest, origin };
    });
    return { documents, findings: [...findings, ...built.findings], failure: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const broken = resourceProblems(tree.resources, files);
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

const componentsOf = (
  directory: string,
  appliedBy: Step['appliedBy'],
  files: Files,
): { readonly paths: readonly string[]; readonly findings: readonly Finding[] } => {
  const spec = appliedBy?.manifest.spec;
  const ignoresMissing = valueAt(spec, 'ignoreMissingComponents') === true;
  const findings: Finding[] = [];
  const paths = listAt(spec, 'components').flatMap((path, index) => {
    if (typeof path !== 'string') return [];
    if (files.kind(resolve(directory, path)) === 'directory') return [path];
    if (ignoresMissing) return [];
    const where = appliedBy?.origin.at(['spec', 'components', index]) ?? files.name(directory);
    findings.push(
      problem(
        where,
        `there is no component ${path} beside ${files.name(directory)}; add it, or correct the path.`,
      ),
    );
    return [];
  });
  return { paths, findings };
};

const problem = (where: string, message: string): Finding => ({
  rule: 'kustomize',
  severity: 'error',
  where,
  message,
});

const failed = (findings: readonly Finding[]): BuiltDirectory => ({
  documents: [],
  findings: findings.filter(({ severity }) => severity !== 'error'),
  failure: new Failure(
    2,
    findings.filter(({ severity }) => severity === 'error'),
  ),
});
