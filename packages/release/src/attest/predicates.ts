import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imagesOf, loadProfile, type Project } from '@helm-charts/pipeline';
import { imageText, orFail, type ProfileRelease } from '@helm-charts/types';
import { parse } from 'yaml';
import type { Pushed } from '../push/released.ts';
import { bomOf, type ChartName } from './bom.ts';
import { provenanceOf } from './provenance.ts';
import { type Predicate, predicateTypes } from './statement.ts';

/**
 * What is said of an artifact: its BOM, and from what it was made.
 * @throws {Failure} If it can't be rendered, so that its images are not known.
 */
export const predicatesOf = async (
  { artifact, reference, digest, revision }: Pushed,
  workspace: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
): Promise<readonly Predicate[]> => {
  const project = { workspace, root: artifact.root };
  const { kind, name, version, config } = artifact;
  const { description }: { readonly description?: string } = config;
  const rendered = orFail(await imagesOf(project, signal));
  const found = await (kind === 'chart' ? ofChart(project) : ofProfile(project));
  const contents = {
    ...{ kind, name, version, description, digest, layer: artifact.digest },
    charts: found.charts,
    images: [...rendered, ...found.images],
  };
  return [
    { type: predicateTypes.sbom, content: bomOf(contents, reference) },
    await provenanceOf(artifact, revision, workspace, environment),
  ];
};

/** What a project names itself. */
interface Named {
  readonly charts: readonly ChartName[];
  readonly images: readonly string[];
}

/** The dependencies of a chart are in its lock with their versions. */
const ofChart = async ({ workspace, root }: Project): Promise<Named> => {
  const text = await readFile(join(workspace, root, 'Chart.lock'), 'utf8').catch(() => '');
  const lock: { readonly dependencies?: readonly ChartName[] } | null = parse(text);
  // Of a chart in the same repository, the repository is a path.
  const charts = (lock?.dependencies ?? []).map(({ name, version, repository = '' }) => ({
    name,
    version,
    ...(/^(?:https?|oci):\/\//.test(repository) && { repository }),
  }));
  return { charts, images: [] };
};

const ofProfile = async (project: Project): Promise<Named> => {
  const { definition, images } = orFail(await loadProfile(project));
  const releases: readonly ProfileRelease[] = [
    ...Object.values(definition.releases),
    ...Object.values(definition.airGap?.releases ?? {}),
  ];
  return {
    charts: releases.map(({ chart }) => ({
      name: chart.name,
      version: chart.version,
      repository: 'repository' in chart ? chart.repository.spec?.url : undefined,
    })),
    images: Object.values(images).map(imageText),
  };
};
