import { relative, resolve } from 'node:path';
import { Failure, type Finding } from '@helm-charts/types';
import { type ManifestDocument, parseManifests } from './documents.ts';
import { follow, type Step } from './follow.ts';

/**
 * Builds the directory of a kustomization.yaml and returns the YAML of its objects, as `kubectl
 * kustomize` prints it.
 */
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
  /**
   * The Flux Kustomization that applies it (`flux-system/alga-releases`); undefined for a root that
   * only the bootstrap applies.
   */
  readonly appliedBy: string | undefined;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
}

/**
 * Everything that Flux applies for a profile: the root first, then what its Kustomizations lead to,
 * in their order.
 */
export interface BuiltProfile {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
}

/**
 * Builds the root of a profile and follows every Flux Kustomization whose source is a
 * GitRepository, which is taken for the one that holds the workspace. A directory is built once,
 * however many Kustomizations apply it. Builds beside each other run at the same time. What Flux
 * would change after kustomize and this does not (postBuild, patches and the like) is a finding.
 * Throws what `kustomize` throws.
 */
export const buildProfile = async (source: ProfileSource): Promise<BuiltProfile> => {
  const root = relative(source.workspaceRoot, source.profileDir);
  const layers: MutableLayer[] = [];
  const findings: Finding[] = [];
  const seen = new Map<string, MutableLayer>();
  let wave: Step[] = [{ path: root, appliedBy: undefined }];
  while (wave.length > 0) {
    const built = await allOf(wave.map((step) => buildLayer(step, source)));
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

type MutableLayer = { -readonly [K in keyof Layer]: Layer[K] };

const buildLayer = async (
  { path, appliedBy }: Step,
  { workspaceRoot, kustomize }: ProfileSource,
): Promise<{ layer: MutableLayer; findings: readonly Finding[] }> => {
  const text = await kustomize(resolve(workspaceRoot, path));
  const { documents, findings } = parseManifests(text, path);
  return { layer: { path, appliedBy, text, documents }, findings };
};

/** Waits for all, so that what is wrong with one build does not hide what is wrong with another. */
const allOf = async <T>(tasks: readonly Promise<T>[]): Promise<T[]> => {
  const settled = await Promise.allSettled(tasks);
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const failures = errors.flatMap((error) => (error instanceof Failure ? [error] : []));
  const [worst] = failures.toSorted((a, b) => b.exitCode - a.exitCode);
  if (worst === undefined || failures.length < errors.length) return Promise.all(tasks);
  throw new Failure(
    worst.exitCode,
    failures.flatMap(({ findings }) => findings),
  );
};

const isKustomization = ({ manifest: { apiVersion, kind } }: ManifestDocument): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');
