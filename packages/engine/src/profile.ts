import { join, relative } from 'node:path';
import {
  appliedProblems,
  type BuiltProfile,
  buildProfile,
  type ChartStore,
  clusterOf,
  type Files,
  type InstalledRelease,
  type Layer,
  type Locate,
  type OrderEntry,
  orderOf,
  postRender,
  type ResolvedRelease,
  resolveProfile,
} from '@helm-charts/flux';
import type { Cluster } from '@helm-charts/kubernetes';
import { groupBy, manifestId } from '@helm-charts/types';
import { type Batch, type Job, renderBatch } from './batch.ts';
import { type Cache, openCache } from './cache.ts';
import type { EngineOptions, RenderEngine } from './engine.ts';
import { helmEngine } from './helm.ts';
import { type Kustomizer, kustomizer } from './kustomize.ts';
import { writeDirectory } from './write.ts';

/** A profile to render. Paths are absolute. */
export interface ProfileRender extends EngineOptions {
  readonly profileDir: string;
  /**
   * The directory that gets flux.yaml, one file for each release, cluster.json and order.json, and
   * loses all others: `dist/render/<profile>`.
   */
  readonly out: string;
  /** What was read of the workspace before, for profiles that share files. */
  readonly files?: Files;
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
  /** All objects together; those of a release that could not be rendered are missing. */
  readonly cluster: Cluster;
  readonly order: readonly OrderEntry[];
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
  const folder = join(workspaceRoot, 'node_modules/.cache/helm-charts');
  const cache = openCache(join(folder, 'renders'));
  const [engine, kustomize] = await Promise.all([
    profile.engine ?? helmEngine(),
    kustomizer(workspaceRoot, signal, cache),
  ]);
  const built = await buildProfile({
    profileDir,
    workspaceRoot,
    files: profile.files,
    kustomize: kustomize.build,
  });
  profile.onObjects?.(built.layers.flatMap(({ documents }) => documents));
  const resolved = await resolveProfile(built, {
    workspaceRoot,
    lockFile: profile.lockFile ?? join(workspaceRoot, 'charts.lock.json'),
    store: profile.store ?? { packages: join(folder, 'packages'), cache: join(folder, 'charts') },
  });
  const jobs = jobsOf(resolved.releases, built.locate, kustomize, cache);
  const batch = await renderBatch(engine, jobs, profile);
  const cluster = clusterOf(built, installedOf(resolved.releases, batch));
  const order = orderOf(built);
  const files = batch.renders.map(({ file, text }): [string, string] => [file, text]);
  await writeDirectory(
    out,
    new Map([
      [fluxFile, fluxText(built)],
      ['cluster.json', clusterText(cluster, workspaceRoot)],
      ['order.json', jsonText(order.entries)],
      ...files,
    ]),
  );
  return {
    ...batch,
    layers: built.layers,
    cluster,
    order: order.entries,
    failures: [...built.failures, ...batch.failures],
    findings: [
      ...kustomize.findings,
      ...built.findings,
      ...appliedProblems(built),
      ...order.findings,
      ...resolved.findings,
      ...batch.findings,
    ],
  };
};

const installedOf = (
  releases: readonly ResolvedRelease[],
  { renders }: Batch,
): readonly InstalledRelease[] => {
  const documents = new Map(renders.map((render) => [render.release, render.documents]));
  return releases.flatMap((resolved) => {
    const found = documents.get(resolved.release);
    return found ? [{ resolved, documents: found }] : [];
  });
};

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Directories are relative to the workspace, so that the text is the same wherever that is. */
const clusterText = ({ objects, releases, flux, edges }: Cluster, workspaceRoot: string): string =>
  jsonText({
    objects,
    releases: releases.map((release) => ({
      ...release,
      chartDirectory: relative(workspaceRoot, release.chartDirectory),
    })),
    flux,
    edges,
  });

/**
 * A name that another release in another namespace has too, or that is taken, gets its namespace in
 * front.
 */
const jobsOf = (
  releases: readonly ResolvedRelease[],
  locate: Locate,
  kustomize: Kustomizer,
  cache: Cache,
): Job[] => {
  const taken = groupBy(releases, ({ release }) => `${release.name}.yaml`);
  return releases.map(({ release, helmRelease, shownChart, chartContent }) => {
    const short = `${release.name}.yaml`;
    const where = locate(helmRelease)?.at(['spec', 'postRenderers']) ?? manifestId(helmRelease);
    const isUnique = taken.get(short)?.length === 1 && short !== fluxFile;
    return {
      label: `release ${release.namespace}/${release.name}`,
      file: isUnique ? short : `${release.namespace}.${short}`,
      release,
      shownChart,
      ...(chartContent !== undefined && {
        memory: {
          cache,
          inputs: [chartContent, kustomize.identity, JSON.stringify(helmRelease)],
        },
      }),
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
