import { alga } from '@helm-charts/alga/rules';
import { chart as emailService } from '@helm-charts/chart-email-service';
import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { chart as temporal } from '@helm-charts/chart-temporal';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { chart as workflowWorker } from '@helm-charts/chart-workflow-worker';
import {
  appliance as applianceRules,
  checkProfile,
  flux,
  kubernetes,
  type RuleSet,
  singleNode,
} from '@helm-charts/check';
import { errors, type Installed, inputOf, rendering, sizesOf } from '@helm-charts/testing/charts';
import { addressSecrets, type Chart, certificateSecrets, type Finding } from '@helm-charts/types';
import { profile } from '../profile.ts';

/** All charts of the appliance. */
export const charts: readonly Chart[] = [
  sebastian,
  pgbouncer,
  temporal,
  workflowWorker,
  emailService,
  temporalWorker,
];

/** What all rules say of a chart beside the others as the appliance has them, none of which is twice. */
export const checkBeside = async (installed: Installed): Promise<readonly Finding[]> => {
  const others = (await appliance()).filter(({ chart }) => chart !== installed.chart);
  const releases = [installed, ...others];
  const secrets = [
    ...profile.secrets,
    ...addressSecrets(profile.address),
    ...certificateSecrets(profile.certificates),
  ];
  return errors(checkProfile(inputOf(releases, secrets), setsOf(releases)));
};

const setsOf = (releases: readonly Installed[]): readonly RuleSet[] => [
  kubernetes(),
  flux(),
  singleNode({ nodes: 1 }),
  applianceRules({ claims: sizesOf(releases) }),
  alga(),
];

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
