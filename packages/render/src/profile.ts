import { type BuiltProfile, buildProfile, type Layer, resolveProfile } from '@helm-charts/flux';
import type { Release } from '@helm-charts/types';
import { type Batch, type Job, renderBatch } from './batch.ts';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { helmEngine } from './helm.ts';
import { kustomizer } from './kustomize.ts';
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
}

/** What Flux would apply, and what it would install. */
export interface RenderedProfile extends Batch {
  /** The objects that Flux itself applies. */
  readonly layers: readonly Layer[];
}

const fluxFile = 'flux.yaml';

/**
 * Builds a profile as Flux does, and renders each release of it into `<out>/<release>.yaml`; the
 * objects that Flux applies are in `<out>/flux.yaml`. A release that helm refuses is among the
 * failures and gets no file.
 * Throws a Failure: exit code 2 if kustomize can't build the profile, 3 if there is no helm or no
 * kubectl.
 */
export const renderProfile = async (profile: ProfileRender): Promise<RenderedProfile> => {
  const { profileDir, workspaceRoot, out, signal } = profile;
  const [engine, kustomize] = await Promise.all([
    profile.engine ?? helmEngine(),
    kustomizer(workspaceRoot, signal),
  ]);
  const built = await buildProfile({ profileDir, workspaceRoot, kustomize: kustomize.build });
  const objects = built.layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest),
  );
  const resolved = resolveProfile(objects, workspaceRoot);
  const batch = await renderBatch(engine, jobsOf(resolved.releases), profile);
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
const jobsOf = (releases: readonly Release[]): Job[] => {
  const taken = Map.groupBy(releases, ({ name }) => `${name}.yaml`);
  return releases.map((release) => {
    const short = `${release.name}.yaml`;
    const isUnique = taken.get(short)?.length === 1 && short !== fluxFile;
    return {
      label: `release ${release.namespace}/${release.name}`,
      file: isUnique ? short : `${release.namespace}.${short}`,
      release,
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
