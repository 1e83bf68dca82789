import { type CheckInput, checkChart } from '@helm-charts/check';
import { model } from '@helm-charts/kubernetes';
import { readChart } from '@helm-charts/pipeline';
import type { Chart, Finding, Manifest } from '@helm-charts/types';
import config from '../../../../helm-charts.config.ts';
import { workspaceRoot } from '../workspace.ts';
import { all } from './render.ts';

/** A chart and the objects that it installs. */
export interface Installed {
  readonly chart: Chart;
  readonly manifests: readonly Manifest[];
}

/** The findings of the chart rules for one chart. */
export const checkAlone = (installed: Installed): readonly Finding[] =>
  errors(checkChart(inputOf([installed], []), config.checks?.ruleSets ?? []));

/** The input of the rules for several charts in one cluster. */
export const inputOf = (
  releases: readonly Installed[],
  secrets: CheckInput['secrets'],
): CheckInput => ({
  cluster: {
    ...model(
      releases.flatMap(({ chart, manifests }) =>
        manifests.map((manifest) => ({
          manifest,
          position: { file: `charts/${chart.name}` },
          release: chart.release?.name ?? chart.name,
        })),
      ),
    ),
    releases: [],
    flux: [],
  },
  secrets,
  // Only a profile sets `dataClaims`.
  dataClaims: [],
  charts: releases.map(filesOf),
});

/** The sizes of the claims of some releases, by name, for the option `claims`. */
export const sizesOf = (releases: readonly Installed[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    releases.flatMap(({ manifests }) =>
      all(manifests, 'PersistentVolumeClaim').map(({ metadata, spec }) => [
        metadata.name,
        String(spec?.resources?.requests?.storage),
      ]),
    ),
  );

/** The findings that are errors. Without a list of images, a missing digest is only a warning. */
export const errors = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');

/** Cached for all tests. */
const filesOf = ({ chart: { name } }: Installed) => {
  const files = read.get(name) ?? readChart(`${workspaceRoot}/charts/${name}`, workspaceRoot);
  read.set(name, files);
  return files;
};

const read = new Map<string, ReturnType<typeof readChart>>();
