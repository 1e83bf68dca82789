import { join } from 'node:path';
import { validateManifests } from '@helm-charts/check';
import { type Batch, renderChart, renderProfile } from '@helm-charts/render';
import { Failure, type Finding, type JsonObject } from '@helm-charts/types';
import { loadValidator, prepareValidator, type Validator } from 'kubeconform-wasm';
import { loadChart } from './load.ts';
import { type Place, type Project, placeOf } from './place.ts';
import { count, type Report, reportOf } from './report.ts';

type Documents = Parameters<typeof validateManifests>[0];

/** Renders every scenario of a chart, or every release of a profile, into `dist/render`, and validates every manifest. */
export const render = (project: Project, signal?: AbortSignal): Promise<Report> =>
  reportOf(project.root, async () => {
    const place = placeOf(project);
    // Loading the validator and running helm take about as long as each other.
    const [validator, rendered] = await Promise.all([
      validatorOrFailure(),
      place.kind === 'chart' ? ofChart(place, signal) : ofProfile(place, signal),
    ]);
    const { batch, documents, what } = rendered;
    const invalid =
      validator instanceof Failure ? [] : await validateManifests(documents, validator);
    const findings: readonly Finding[] = [...batch.findings, ...unique(invalid)];
    const checked =
      validator instanceof Failure ? 'not validated' : count(findings.length, 'finding');
    return {
      summary: `${place.root}: ${what}, ${count(documents.length, 'manifest')}, ${checked}`,
      findings,
      failures: [...batch.failures, ...(validator instanceof Failure ? [validator] : [])],
    };
  });

interface Rendered {
  readonly batch: Batch;
  readonly documents: Documents;
  readonly what: string;
}

const ofChart = async (
  { directory, workspace, root, name }: Place,
  signal?: AbortSignal,
): Promise<Rendered> => {
  const chart = await loadChart({ workspace, root });
  const batch = await renderChart({
    chartDir: directory,
    workspaceRoot: workspace,
    signal,
    out: join(workspace, 'dist/render/charts', name),
    scenarios: Object.entries(chart.scenarios).map(([scenario, values]) => ({
      name: scenario,
      release: chart.name,
      namespace: 'default',
      // An overlay is made of what JSON can say.
      values: values as JsonObject,
    })),
  });
  return { batch, documents: documentsOf(batch), what: count(batch.renders.length, 'scenario') };
};

const ofProfile = async (
  { directory, workspace, name }: Place,
  signal?: AbortSignal,
): Promise<Rendered> => {
  const profile = await renderProfile({
    profileDir: directory,
    workspaceRoot: workspace,
    signal,
    out: join(workspace, 'dist/render', name),
  });
  const flux = profile.layers.flatMap(({ documents }) => documents);
  return {
    batch: profile,
    documents: [...flux, ...documentsOf(profile)],
    what: count(profile.renders.length, 'release'),
  };
};

const documentsOf = ({ renders }: Batch): Documents =>
  renders.flatMap(({ documents }) => documents);

/** Without the validator the charts are rendered all the same, and the failure is reported at the end. */
const validatorOrFailure = async (): Promise<Validator | Failure> => {
  loading ??= prepareValidator()
    .then(() => loadValidator())
    .catch((error: unknown) => {
      loading = undefined;
      if (error instanceof Failure) return error;
      throw error;
    });
  return loading;
};

/** One validator serves all charts and profiles of a run. */
let loading: Promise<Validator | Failure> | undefined;

/** Scenarios share most of their manifests, and so their findings. */
const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
