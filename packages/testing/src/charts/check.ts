import { checkChart, type Subject } from '@helm-charts/check';
import { readChart } from '@helm-charts/pipeline';
import type { Chart, Finding, Manifest } from '@helm-charts/types';
import { workspaceRoot } from '../workspace.ts';
import { all } from './render.ts';

/** A chart and what it installs. */
export interface Installed {
  readonly chart: Chart;
  readonly manifests: readonly Manifest[];
}

/** What the rules of charts say of a chart by itself. */
export const checkAlone = (installed: Installed): readonly Finding[] =>
  errors(checkChart(subjectOf([installed], [])));

/** What the rules look at of charts that are installed beside each other. */
export const subjectOf = (
  releases: readonly Installed[],
  secrets: Subject['secrets'],
): Subject => ({
  cluster: {
    objects: releases.flatMap(({ chart, manifests }) =>
      manifests.map((manifest) => ({
        manifest,
        where: `charts/${chart.name}`,
        release: chart.release?.name ?? chart.name,
      })),
    ),
    releases: [],
    flux: [],
    edges: [],
  },
  expects: { claims: Object.fromEntries(releases.flatMap(sizesOf)) },
  secrets,
  // What is guarded is for a profile to say.
  dataClaims: [],
  charts: releases.map(filesOf),
});

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

/** The sizes of claims are for a profile to keep. */
const sizesOf = ({ manifests }: Installed): readonly (readonly [string, string])[] =>
  all(manifests, 'PersistentVolumeClaim').map(({ metadata, spec }) => [
    metadata.name,
    String(spec?.resources?.requests?.storage),
  ]);
