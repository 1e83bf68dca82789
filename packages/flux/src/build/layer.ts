import type { ManifestDocument } from '@helm-charts/kubernetes';
import { valueAt } from '@helm-charts/kubernetes';
import {
  type Checked,
  type Finding,
  type Manifest,
  manifestId,
  printPosition,
} from '@helm-charts/types';
import { manifestText } from '../manifest-text.ts';
import { withMetadata, withoutAnnotation } from '../metadata.ts';
import type { Files } from '../sources/files.ts';
import { type Origin, originAnnotation, originOf } from '../sources/origin.ts';
import { resourceProblems } from '../sources/problems.ts';
import { substitute } from '../substitute/substitute.ts';
import type { Variables } from '../substitute/variables.ts';
import type { PlannedBuild } from './directory.ts';

/** The objects that kustomize builds; no value if the build fails. */
export type BuildResult = Checked<readonly ManifestDocument[]>;

/** An object that Flux applies, and its position in a file. */
export interface LayerDocument extends ManifestDocument {
  readonly origin: Origin;
}

/**
 * The objects that kustomize built from a directory, with their positions, before variable
 * substitution.
 */
export const builtDocuments = (
  { build, findings, resources, keepsOrigin, isPartial }: PlannedBuild,
  result: BuildResult | undefined,
  files: Files,
): Checked<readonly LayerDocument[]> => {
  if (build === undefined || result === undefined) return { findings };
  if (result.value === undefined && isPartial) {
    return { value: [], findings: [...findings, ...result.findings.map(withoutTheRest)] };
  }
  if (result.value === undefined) {
    const broken = resourceProblems(resources, files);
    return { findings: [...findings, ...(broken.length > 0 ? broken : result.findings)] };
  }
  const documents = result.value.map((document): LayerDocument => {
    const origin = originOf(document.manifest, build.directory, files, build.inputs);
    const manifest = keepsOrigin
      ? document.manifest
      : withoutAnnotation(document.manifest, originAnnotation);
    return { ...document, manifest, origin };
  });
  return { value: documents, findings: [...findings, ...result.findings] };
};

/** A build that goes without a remote base may fail for that. */
const withoutTheRest = (finding: Finding): Finding => ({
  ...finding,
  rule: 'not-rendered',
  severity: 'warning',
  unseen: { what: 'rendered', reason: 'remote-base' },
  message: `without what is not available locally, nothing of it can be built: ${finding.message}`,
});

/**
 * Changes an object as kustomize-controller does between the kustomize build and the API server
 * (kustomize-controller: internal/controller/kustomization_controller.go): variable substitution,
 * then `commonMetadata`, then the owner labels.
 */
export const finish = (
  document: LayerDocument,
  { values, isOpen }: Pick<Variables, 'values' | 'isOpen'>,
  appliedBy: Manifest | undefined,
): { readonly document: LayerDocument; readonly findings: readonly Finding[] } => {
  const { origin } = document;
  const substituted =
    values && appliedBy
      ? substitute(document, { values, isOpen }, origin, manifestId(appliedBy))
      : { manifest: document.manifest, findings: [] };
  // The text from kustomize has the origin annotation even if it was removed from the object.
  const keepsOrigin = document.manifest.metadata.annotations?.[originAnnotation] !== undefined;
  const replaced = keepsOrigin
    ? substituted.manifest
    : withoutAnnotation(substituted.manifest, originAnnotation);
  const manifest = appliedBy ? owned(replaced, appliedBy) : replaced;
  // Flux removes the SOPS metadata after decryption.
  const { sops: _, ...decrypted } = manifest;
  const text = manifestText(decrypted);
  return {
    document: { ...document, manifest, text, source: printPosition(origin.at()) },
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
