import { alga } from '@helm-charts/alga/rules';
import {
  appliance as applianceRules,
  type CheckInput,
  checkChart,
  checkProfile,
  flux,
  kubernetes,
  singleNode,
} from '@helm-charts/check';
import { model } from '@helm-charts/kubernetes';
import type { Chart, Finding, Manifest } from '@helm-charts/types';
import { chart as emailService } from '#charts/email-service';
import { chart as pgbouncer } from '#charts/pgbouncer';
import { chart as sebastian } from '#charts/sebastian';
import { chart as temporal } from '#charts/temporal';
import { chart as temporalWorker } from '#charts/temporal-worker';
import { chart as workflowWorker } from '#charts/workflow-worker';
import { secrets } from '../../flux-profiles/talos-single-node/src/secrets.ts';
import { readChart } from '../../packages/workspace/src/subject.ts';
import { all, rendering } from '../charts/render.ts';

/** A chart and what it installs. */
export interface Installed {
  readonly chart: Chart;
  readonly manifests: readonly Manifest[];
}

/** All charts of the appliance. */
export const charts: readonly Chart[] = [
  sebastian,
  pgbouncer,
  temporal,
  workflowWorker,
  emailService,
  temporalWorker,
];

/** What the rules of charts say of a chart by itself. */
export const checkAlone = async (installed: Installed): Promise<readonly Finding[]> =>
  errors(checkChart(await inputOf([installed]), setsOf([installed])));

/** What all rules say of a chart beside the others as the appliance has them, none of which is twice. */
export const checkBeside = async (installed: Installed): Promise<readonly Finding[]> => {
  const others = (await appliance()).filter(({ chart }) => chart !== installed.chart);
  const releases = [installed, ...others];
  return errors(checkProfile(await inputOf(releases), setsOf(releases)));
};

const appliance = (): Promise<readonly Installed[]> => {
  rendered ??= Promise.all(
    charts.map(async (chart) => {
      // An overlay is an object.
      const values = chart.scenarios.appliance as object;
      return { chart, manifests: await rendering(chart).render(values) };
    }),
  );
  return rendered;
};

/** Once for all tests. */
let rendered: Promise<readonly Installed[]> | undefined;

const workspaceRoot = `${import.meta.dirname}/../..`;

const setsOf = (releases: readonly Installed[]) => [
  kubernetes(),
  flux(),
  singleNode(),
  applianceRules({ claims: Object.fromEntries(releases.flatMap(sizesOf)) }),
  alga(),
];

const inputOf = async (releases: readonly Installed[]): Promise<CheckInput> => ({
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
  expects: {},
  secrets,
  // What is guarded is for a profile to say.
  dataClaims: [],
  charts: await Promise.all(releases.map(filesOf)),
});

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

/** Without a list of the release's images, a digest that is missing is a warning. */
const errors = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');
