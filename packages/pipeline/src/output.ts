import { relative } from 'node:path';
import { writeDirectory } from '@helm-charts/engine';
import { applierOf, type BuiltTree } from '@helm-charts/flux';
import type { Cluster, ManifestDocument } from '@helm-charts/kubernetes';
import { marker, markerText } from './output-folder.ts';
import type { Simulated } from './simulate.ts';

/** The file of the objects that kustomize-controller applies. */
export const fluxFile = 'flux.yaml';

/**
 * Writes one file for each release or scenario. For a tree it also writes the objects that kustomize-controller
 * applies, all objects of each cluster with their edges, and the order of installation. Without an output directory nothing
 * is written.
 */
export const writeOutput = async ({
  input,
  built,
  installed,
  clusters,
  order,
}: Simulated): Promise<void> => {
  if (input.out === undefined) return;
  const files = installed.map(({ file, text }): [string, string] => [file, text]);
  const ofTree: readonly [string, string][] =
    input.kind === 'chart'
      ? []
      : [
          [fluxFile, fluxText(built)],
          ...clusters.map((cluster, index): [string, string] => [
            index === 0 ? 'cluster.json' : `cluster.${index + 1}.json`,
            clusterText(cluster, nameOf(input.workspaceRoot, installed)),
          ]),
          ['order.json', jsonText(order)],
        ];
  const marked: readonly [string, string][] = input.isMarked ? [[marker, markerText]] : [];
  await writeDirectory(input.out, new Map([...ofTree, ...files, ...marked]));
};

/** All objects: first those that kustomize-controller applies, then those of releases. */
export const documentsOf = ({
  built,
  installed,
}: Pick<Simulated, 'built' | 'installed'>): readonly ManifestDocument[] =>
  [...built.layers, ...installed].flatMap(({ documents }) => documents);

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const clusterText = (
  { objects, releases, flux, edges }: Cluster,
  nameOfChart: (directory: string) => string,
): string =>
  jsonText({
    objects,
    releases: releases.map((release) => ({
      ...release,
      chartDirectory: nameOfChart(release.chartDirectory),
    })),
    flux,
    edges,
  });

/**
 * Directories are relative to the workspace, so that the text does not depend on its location. A copy in the cache of the user
 * is named as in findings.
 */
const nameOf =
  (workspaceRoot: string, installed: Simulated['installed']) =>
  (directory: string): string => {
    const inside = relative(workspaceRoot, directory);
    if (!inside.startsWith('..')) return inside;
    return installed.find(({ chart }) => chart === directory)?.shownChart ?? inside;
  };

const fluxText = ({ layers }: BuiltTree): string =>
  layers
    .flatMap((layer) => {
      const applier = applierOf(layer);
      const by = applier === undefined ? '' : `, applied by ${applier}`;
      return layer.documents.map(({ source, text }) => `---\n# Source: ${source}${by}\n${text}`);
    })
    .join('');
