import { type CheckInput, checkChart } from '@helm-charts/check';
import { model } from '@helm-charts/kubernetes';
import { readChart } from '@helm-charts/pipeline';
import type { Chart, Finding, Manifest } from '@helm-charts/types';
import config from '../../../../helm-charts.config.ts';
import { workspaceRoot } from '../workspace.ts';
import { all } from './render.ts';

/** A chart and what it installs. */
export interface Installed {
  readonly chart: Chart;
  readonly manifests: readonly Manifest[];
}

/** What the rules of charts say of a chart by itself. */
export const checkAlone = (installed: Installed): readonly Finding[] =>
  errors(checkChart(inputOf([installed], []), config.checks?.ruleSets ?? []));

/** What the rules look at of charts that are installed beside each other. */
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
  // What is guarded is for a profile to say.
  dataClaims: [],
  charts: releases.map(filesOf),
});

/** The sizes of the claims of some releases, by name: a profile keeps them. */
export const sizesOf = (releases: readonly Installed[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    releases.flatMap(({ manifests }) =>
      all(manifests, 'PersistentVolumeClaim').map(({ metadata, spec }) => [
        metadata.name,
        String(spec?.resources?.requests?.storage),
      ]),
    ),
  );

/** Without a list of the release's images, a digest that is missing is a warning. */
export const errors = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');

/** Read once for all tests. */
const filesOf = ({ chart: { name } }: Installed) => {
  const files = read.get(name) ?? readChart(`${workspaceRoot}/charts/${name}`, workspaceRoot);
  read.set(name, files);
  return files;
};

const read = new Map<string, ReturnType<typeof readChart>>();
