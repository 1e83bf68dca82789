import { setImmediate } from 'node:timers/promises';
import { type Engine, prune } from '@helm-charts/engine';
import { type BuiltTree, type FluxRelease, placeOf, resolve } from '@helm-charts/flux';
import { defaultTarget, stringAt, valueAt } from '@helm-charts/kubernetes';
import {
  type Checked,
  type Finding,
  groupBy,
  type Manifest,
  type TargetCluster,
} from '@helm-charts/types';
import type { TreeInput } from '../input.ts';
import { fluxFile } from '../output.ts';
import { type ResolvedRelease, start } from '../releases.ts';
import { apisOfCrds } from '../served-apis.ts';
import { knownChartValues } from '../values/chart-values.ts';
import { withKnownTypes } from '../values/stand-ins.ts';
import { checkReleaseValues } from './check-values.ts';
import { excludedBy } from './excluded.ts';
import { prepareChart } from './prepare.ts';

/**
 * Resolves each release of a tree, prepares its chart directory, and starts to render it. A release without an available chart or
 * values is a finding.
 */
export const prepareCharts = async (
  input: TreeInput,
  built: BuiltTree,
  engine: Engine,
  installed: readonly Manifest[],
): Promise<{
  readonly releases: readonly ResolvedRelease[];
  readonly findings: readonly Finding[];
}> => {
  const { store, files, workspaceRoot } = input;
  const { locate } = built;
  const { releases, lock, remotes, findings } = resolve(built, {
    lockFile: input.lockFile,
    flux: input.target?.flux,
    installed,
  });
  const fetched = files.folders.prefetch(engine.read);
  for (const { location } of releases.map(({ chart }) => chart))
    if ('directory' in location && files.kind(location.directory) === 'directory')
      fetched.want(location.directory);
  const cluster = clusterOf(input, built);
  const acceptsDuplicateKeys = input.assumptions?.acceptsDuplicateKeys;
  const context = {
    workspaceRoot,
    lock,
    remotes,
    files,
    acceptsDuplicateKeys,
    excludedBy: excludedBy(workspaceRoot, files),
  };
  const turn = inTurn();
  const prepared = await Promise.all(
    releases.map(async (flux): Promise<Checked<Prepared>> => {
      await turn();
      if ('directory' in flux.chart.location) await fetched.settled(flux.chart.location.directory);
      const chart = await prepareChart(flux.chart, store, context);
      // To find a line takes longer than to prepare a chart.
      const placed = chart.findings.map(
        (finding): Finding => ({
          ...placeOf(flux.helmRelease, flux.chartField, locate(flux.helmRelease)),
          ...finding,
        }),
      );
      const { value } = chart;
      if (value === undefined || flux.values === undefined) return { findings: placed };
      const { location } = flux.chart;
      const values = withKnownTypes(
        flux.values,
        () => knownChartValues(value.directory, value.content).expected,
      );
      return {
        value: start(engine, {
          name: flux.name,
          namespace: flux.namespace,
          label: `release ${flux.namespace}/${flux.name}`,
          values,
          cluster,
          skipSchema: skipsSchema(flux.helmRelease),
          chart: value.directory,
          shownChart:
            'directory' in location
              ? files.name(location.directory)
              : `${value.name}-${value.version}`,
          chartContent: value.content,
          hooksAreApart: /^(separate|nohooks)$/.test(
            stringAt(flux.helmRelease.spec, 'postRenderStrategy') ?? '',
          ),
          flux,
          findings:
            value.hasSchema && !skipsSchema(flux.helmRelease)
              ? checkReleaseValues(
                  {
                    helmRelease: flux.helmRelease,
                    values,
                    directory: value.directory,
                    content: value.content,
                  },
                  built,
                )
              : [],
        }),
        findings: placed,
      };
    }),
  );
  // At this point all used copies have been touched.
  await Promise.all([prune(store.cache), files.folders.keep()]);
  return {
    releases: named(prepared.flatMap(({ value }) => value ?? [])),
    findings: [...findings, ...prepared.flatMap((one) => one.findings)],
  };
};

/**
 * Whether Flux neither installs nor upgrades a release with the schema of its chart (helm-controller:
 * api/v2/helmrelease_types.go, DisableSchemaValidation).
 */
const skipsSchema = ({ spec }: Manifest): boolean =>
  ['install', 'upgrade'].every(
    (action) => valueAt(spec, action, 'disableSchemaValidation') === true,
  );

/** Some calls wait for the next turn of the event loop, so that the engine gets requests and gives answers between them. */
const inTurn = (): (() => Promise<void>) => {
  let last = Promise.resolve();
  let calls = 0;
  return () => {
    if (calls % atOnce === 0) last = last.then(() => setImmediate());
    calls += 1;
    return last;
  };
};

/** How many releases are prepared in a turn: enough for each core to have one. */
const atOnce = 8;

/** The cluster as the first release finds it: with Flux, and with the objects that its Kustomizations apply. */
const clusterOf = (
  { cluster = {}, target = defaultTarget }: TreeInput,
  { layers }: BuiltTree,
): TargetCluster => {
  const { apiVersions = [], objects, lookupApplied = false, kubernetesVersion } = cluster;
  const applied = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  return {
    apiVersions: [...target.flux.apis, ...apisOfCrds(applied), ...apiVersions],
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...((objects !== undefined || lookupApplied) && {
      objects: [...(objects ?? []), ...(lookupApplied ? applied : [])],
    }),
  };
};

type Prepared = Omit<ResolvedRelease, 'file' | 'flux'> & { readonly flux: FluxRelease };

/**
 * A name that another release in another namespace also has, or that is reserved, gets its namespace as prefix.
 */
const named = (releases: readonly Prepared[]): readonly ResolvedRelease[] => {
  const taken = groupBy(releases, ({ name }) => `${name}.yaml`);
  return releases.map((release) => {
    const { name, namespace } = release;
    const short = `${name}.yaml`;
    const isUnique = taken.get(short)?.length === 1 && short !== fluxFile;
    return {
      ...release,
      file: isUnique ? short : `${namespace}.${short}`,
    };
  });
};
