import { join } from 'node:path';
import {
  type BuiltProfile,
  buildProfile,
  type ChartStore,
  type Layer,
  type Locate,
  postRender,
  type ResolvedRelease,
  resolveProfile,
} from '@helm-charts/flux';
import { manifestId } from '@helm-charts/types';
import { type Batch, type Job, renderBatch } from './batch.ts';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { helmEngine } from './helm.ts';
import { type Kustomizer, kustomizer } from './kustomize.ts';
import { writeDirectory } from './write.ts';

/** A profile to render. Paths are absolute. */
export interface ProfileRender extends EngineOptions {
  readonly profileDir: string;
  /**
   * The directory that gets flux.yaml and one file for each release and loses all others:
   * `dist/render/<profile>`.
   */
  readonly out: string;
  /** The helm program unless given. */
  readonly engine?: RenderEngine;
  /** What charts of repositories and registries are locked to; charts.lock.json of the workspace unless given. */
  readonly lockFile?: string;
  /** In node_modules/.cache of the workspace unless given. */
  readonly store?: ChartStore;
}

/** What Flux would apply, and what it would install. */
export interface RenderedProfile extends Batch {
  /** The objects that Flux itself applies. */
  readonly layers: readonly Layer[];
}

const fluxFile = 'flux.yaml';

/**
 * Builds a profile as Flux does, and renders each release of it into `<out>/<release>.yaml`, as it
 * is after post-rendering; the objects that Flux applies are in `<out>/flux.yaml`. A release that
 * helm refuses and a directory that kustomize refuses are among the failures.
 * Throws a Failure with exit code 3 if there is no helm or no kubectl.
 */
export const renderProfile = async (profile: ProfileRender): Promise<RenderedProfile> => {
  const { profileDir, workspaceRoot, out, signal } = profile;
  const [engine, kustomize] = await Promise.all([
    profile.engine ?? helmEngine(),
    kustomizer(workspaceRoot, signal),
  ]);
  const built = await buildProfile({ profileDir, workspaceRoot, kustomize: kustomize.build });
  const cache = join(workspaceRoot, 'node_modules/.cache/helm-charts');
  const resolved = await resolveProfile(built, {
    workspaceRoot,
    lockFile: profile.lockFile ?? join(workspaceRoot, 'charts.lock.json'),
    store: profile.store ?? { packages: join(cache, 'packages'), cache: join(cache, 'charts') },
  });
  const batch = await renderBatch(
    engine,
    jobsOf(resolved.releases, built.locate, kustomize),
    profile,
  );
  const files = batch.renders.map(({ file, text }): [string, string] => [file, text]);
  await writeDirectory(out, new Map([[fluxFile, fluxText(built)], ...files]));
  return {
    ...batch,
    layers: built.layers,
    failures: [...built.failures, ...batch.failures],
    findings: [...kustomize.findings, ...built.findings, ...resolved.findings, ...batch.findings],
  };
};

/**
 * A name that another release in another namespace has too, or that is taken, gets its namespace in
 * front.
 */
const jobsOf = (
  releases: readonly ResolvedRelease[],
  locate: Locate,
  kustomize: Kustomizer,
): Job[] => {
  const taken = Map.groupBy(releases, ({ release }) => `${release.name}.yaml`);
  return releases.map(({ release, helmRelease, shownChart }) => {
    const short = `${release.name}.yaml`;
    const where = locate(helmRelease)?.at(['spec', 'postRenderers']) ?? manifestId(helmRelease);
    const isUnique = taken.get(short)?.length === 1 && short !== fluxFile;
    return {
      label: `release ${release.namespace}/${release.name}`,
      file: isUnique ? short : `${release.namespace}.${short}`,
      release,
      shownChart,
      finish: (documents) =>
        postRender(documents, helmRelease, (...args) => kustomize.transform(where, ...args)),
    };
  });
};

const fluxText = ({ layers }: BuiltProfile): string =>
  layers
    .flatMap(({ appliedBy, documents }) => {
      const by = appliedBy === undefined ? '' : `, applied by Kustomization ${appliedBy}`;
      return documents.map(({ source, text }) => `---\n# Source: ${source}${by}\n${text}`);
    })
    .join('');
