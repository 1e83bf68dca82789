import { relative, resolve } from 'node:path';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { type ManifestDocument, parseManifests } from './documents.ts';
import { stringAt, valueAt } from './fields.ts';
import { pathWithin } from './path.ts';

/** Builds the directory of a kustomization.yaml and returns the YAML of its objects, as `kubectl kustomize` prints it. */
export type Kustomize = (directory: string) => Promise<string>;

/** Where a profile is and how it is built. */
export interface ProfileSource {
  /** The directory that a cluster is bootstrapped from, absolute. */
  readonly profileDir: string;
  /** What Flux sees as the root of the GitRepository, absolute. */
  readonly workspaceRoot: string;
  readonly kustomize: Kustomize;
}

/** The objects of one kustomize build, in its order. */
export interface Layer {
  /** Relative to the workspace. */
  readonly path: string;
  /** The Flux Kustomization that applies it (`flux-system/alga-releases`); undefined for a root that only the bootstrap applies. */
  readonly appliedBy: string | undefined;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
}

/** Everything that Flux applies for a profile: the root first, then what its Kustomizations lead to, in their order. */
export interface BuiltProfile {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
}

/**
 * Builds the root of a profile and follows every Flux Kustomization whose source is a GitRepository, which is taken for the one that holds
 * the workspace. A directory is built once, however many Kustomizations apply it. Builds beside each other run at the same time.
 * What Flux would change after kustomize and this does not (postBuild, patches and the like) is a finding. Throws what `kustomize` throws.
 */
export const buildProfile = async (source: ProfileSource): Promise<BuiltProfile> => {
  const root = relative(source.workspaceRoot, source.profileDir);
  const layers: MutableLayer[] = [];
  const findings: Finding[] = [];
  const seen = new Map<string, MutableLayer>();
  let wave: Step[] = [{ path: root, appliedBy: undefined }];
  while (wave.length > 0) {
    const built = await Promise.all(wave.map((step) => buildLayer(step, source)));
    wave = [];
    for (const { layer, findings: own } of built) {
      layers.push(layer);
      seen.set(layer.path, layer);
      findings.push(...own);
    }
    for (const { layer } of built) {
      for (const { manifest } of layer.documents.filter(isKustomization)) {
        const followed = follow(manifest, source.workspaceRoot);
        findings.push(...followed.findings);
        if (followed.step === undefined) continue;
        const known = seen.get(followed.step.path);
        if (known) known.appliedBy ??= followed.step.appliedBy;
        else if (!wave.some(({ path }) => path === followed.step?.path)) wave.push(followed.step);
      }
    }
  }
  return { layers, findings };
};

interface Step {
  readonly path: string;
  readonly appliedBy: string | undefined;
}

type MutableLayer = { -readonly [K in keyof Layer]: Layer[K] };

const buildLayer = async (
  { path, appliedBy }: Step,
  { workspaceRoot, kustomize }: ProfileSource,
): Promise<{ layer: MutableLayer; findings: readonly Finding[] }> => {
  const text = await kustomize(resolve(workspaceRoot, path));
  const { documents, findings } = parseManifests(text, path);
  return { layer: { path, appliedBy, text, documents }, findings };
};

const isKustomization = ({ manifest: { apiVersion, kind } }: ManifestDocument): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

/** What kustomize-controller does to a build before it applies it (fluxcd/pkg: kustomize/generator.go) and this does not. */
const unsupported = [
  'postBuild',
  'patches',
  'images',
  'components',
  'targetNamespace',
  'namePrefix',
  'nameSuffix',
  'commonMetadata',
  'decryption',
];

/** The build that a Kustomization asks for, undefined where a finding says why there is none. */
const follow = (
  kustomization: Manifest,
  workspaceRoot: string,
): { readonly step: Step | undefined; readonly findings: readonly Finding[] } => {
  const where = manifestId(kustomization);
  const finding = (severity: Finding['severity'], message: string): Finding => ({
    rule: 'not-rendered',
    severity,
    where,
    message,
  });
  const skipped = (severity: Finding['severity'], message: string) => ({
    step: undefined,
    findings: [finding(severity, message)],
  });

  if (valueAt(kustomization, 'spec', 'suspend') === true) {
    return skipped('warning', 'it is suspended, so Flux applies nothing and nothing is built.');
  }
  const sourceKind = stringAt(kustomization, 'spec', 'sourceRef', 'kind') ?? 'nowhere';
  if (sourceKind !== 'GitRepository') {
    return skipped(
      'warning',
      `it comes from ${sourceKind} and is not at hand; nothing of it is built or checked.`,
    );
  }
  const path = pathWithin(workspaceRoot, stringAt(kustomization, 'spec', 'path') ?? '');
  if (path === undefined) return skipped('error', 'its path lies outside the repository.');
  const { namespace = 'default', name } = kustomization.metadata;
  const step = { path, appliedBy: `${namespace}/${name}` };
  const findings = unsupported
    .filter((field) => valueAt(kustomization, 'spec', field) !== undefined)
    .map((field) =>
      finding('error', `spec.${field} can't be applied yet; what follows is built without it.`),
    );
  return { step, findings };
};
