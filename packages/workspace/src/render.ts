import { join, parse } from 'node:path';
import {
  type AirGapSubject,
  checkChart,
  checkProfile,
  type Subject,
  validateManifests,
} from '@helm-charts/check';
import {
  type Batch,
  type ProfileRender,
  readValuesFile,
  renderChart,
  renderProfile,
} from '@helm-charts/render';
import {
  type AirGap,
  airGapFolders,
  type Chart,
  type ClusterObject,
  Failure,
  type Finding,
  type JsonObject,
  type Profile,
} from '@helm-charts/types';
import { loadValidator, prepareValidator, type Validator } from 'kubeconform-wasm';
import { installationOf } from './installation.ts';
import { loadChart, loadProfile } from './load.ts';
import { type Place, type Project, placeOf } from './place.ts';
import { type Previous, readPrevious } from './previous.ts';
import { count, type Report, reportOf } from './report.ts';
import { subjectOfProfile, subjectsOfChart } from './subject.ts';

type Documents = Parameters<typeof validateManifests>[0];

export interface RenderOptions {
  /** Files of values, absolute: a chart is rendered with each of them in place of its scenarios. */
  readonly values?: readonly string[];
  /** Another working tree of the repository, absolute: the upgrade from there to here is checked, too. */
  readonly previous?: string | undefined;
  /** Aborting it ends the rendering with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Renders every scenario of a chart, or every release of a profile, into `dist/render`, validates every manifest, and
 * runs the rules over what belongs together.
 */
export const render = (project: Project, options: RenderOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const place = placeOf(project);
    // Loading the validator and running helm take about as long as each other.
    const [validator, rendered] = await Promise.all([
      validatorOrFailure(),
      place.kind === 'chart' ? ofChart(place, options) : ofProfile(place, options),
    ]);
    const { batch, documents, what, details, broken } = rendered;
    const invalid =
      validator instanceof Failure ? [] : await validateManifests(documents, validator);
    const findings: readonly Finding[] = [...batch.findings, ...unique([...invalid, ...broken])];
    const refused = batch.failures.flatMap((failure) => failure.findings);
    const checked =
      validator instanceof Failure ? 'not validated' : tally([...findings, ...refused]);
    return {
      summary: `${place.root}: ${what}, ${count(documents.length, 'manifest')}, ${checked}`,
      ...(details && { details }),
      findings,
      failures: [...batch.failures, ...(validator instanceof Failure ? [validator] : [])],
    };
  });

/** Warnings are no reason to stop, and are counted apart. */
const tally = (findings: readonly Finding[]): string => {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const errors = count(findings.length - warnings, 'finding');
  return warnings === 0 ? errors : `${errors}, ${count(warnings, 'warning')}`;
};

interface Rendered {
  readonly batch: Batch;
  readonly documents: Documents;
  readonly what: string;
  readonly details?: readonly string[];
  /** What the rules found. */
  readonly broken: readonly Finding[];
}

const ofChart = async (place: Place, options: RenderOptions): Promise<Rendered> => {
  const { values = [], signal } = options;
  const { directory, workspace, name } = place;
  const chart = await loadChart(place);
  const overlays = values.length > 0 ? await filesOf(values, workspace) : scenariosOf(chart);
  const folder = join(workspace, 'dist/render/charts', name);
  const batch = await renderChart({
    chartDir: directory,
    workspaceRoot: workspace,
    signal,
    out: values.length > 0 ? join(folder, 'values') : folder,
    scenarios: Object.entries(overlays).map(([scenario, overlay]) => ({
      name: scenario,
      release: chart.release?.name ?? chart.name,
      namespace: chart.release?.namespace ?? 'default',
      values: overlay,
    })),
  });
  const what = count(batch.renders.length, values.length > 0 ? 'values file' : 'scenario');
  const subjects = await subjectsOfChart(batch, directory, workspace);
  const before = await previousOf(place, options);
  return {
    batch,
    documents: documentsOf(batch),
    what,
    broken: subjects.flatMap((subject) => checkChart({ ...subject, ...before })),
  };
};

/** A profile as it is, and with it the variant that takes everything from a local registry. */
const ofProfile = async (place: Place, options: RenderOptions): Promise<Rendered> => {
  const { values = [] } = options;
  const { directory, workspace, root, name } = place;
  if (values.length > 0) {
    const message = 'a profile has its own values; give a values file with a chart';
    throw new Failure(2, [{ rule: 'usage', severity: 'error', where: root, message }]);
  }
  const definition = await loadProfile(place);
  const before = await previousOf(place, options);
  const out = join(workspace, 'dist/render', name);
  const online = await ofVariant(place, options, definition, before, {
    profileDir: directory,
    out,
  });
  if (definition.airGap === undefined) return online;
  const profileDir = join(directory, airGapFolders.root);
  const isWhole = online.batch.failures.length === 0;
  const airGap = airGapOf(definition.airGap, name, online.objects);
  const beside = { ...before, ...(isWhole && { airGap }) };
  const offline = await ofVariant(place, options, definition, beside, {
    profileDir,
    out: `${out}-airgap`,
    lockFile: join(profileDir, 'charts.lock.json'),
  });
  return {
    batch: {
      renders: [...online.batch.renders, ...offline.batch.renders],
      findings: unique([...online.batch.findings, ...offline.batch.findings]),
      failures: [...online.batch.failures, ...offline.batch.failures],
    },
    documents: [...online.documents, ...offline.documents],
    what: `${online.what}, without Internet ${offline.what}`,
    // The variant has all charts at hand.
    details: offline.details ?? [],
    broken: [...online.broken, ...offline.broken],
  };
};

/** Where one variant of a profile is, and where its objects go. */
type Variant = Pick<ProfileRender, 'profileDir' | 'out' | 'lockFile'>;

const ofVariant = async (
  { workspace }: Place,
  { signal }: RenderOptions,
  definition: Profile,
  beside: Pick<Subject, 'previous' | 'airGap'>,
  variant: Variant,
): Promise<Rendered & { readonly objects: readonly ClusterObject[] }> => {
  const profile = await renderProfile({ ...variant, workspaceRoot: workspace, signal });
  const flux = profile.layers.flatMap(({ documents }) => documents);
  return {
    batch: profile,
    documents: [...flux, ...documentsOf(profile)],
    what: count(profile.renders.length, 'release'),
    details: installationOf(profile),
    objects: profile.cluster.objects,
    // Without one of its releases a profile looks as if it lacked what that one provides.
    broken:
      profile.failures.length > 0
        ? []
        : checkProfile({ ...(await subjectOfProfile(profile, definition, workspace)), ...beside }),
  };
};

/** What the variant of a profile for a site without Internet is measured against. */
const airGapOf = (
  { source, values }: AirGap,
  name: string,
  online: readonly ClusterObject[],
): AirGapSubject => ({
  registry: (source.spec?.url ?? '').replace(`/${name}`, ''),
  replaced: Object.keys(values),
  online,
});

const previousOf = async (
  place: Place,
  { previous: tree, signal }: RenderOptions,
): Promise<{ readonly previous?: Previous }> => {
  const previous = tree === undefined ? undefined : await readPrevious(place, tree, signal);
  return previous === undefined ? {} : { previous };
};

type Overlays = Readonly<Record<string, JsonObject>>;

/** An overlay is made of what JSON can say. */
const scenariosOf = ({ scenarios }: Chart): Overlays => scenarios as Overlays;

/** The overlays that files hold, by the names of the files. Throws a Failure (2) with all that is wrong with any of them. */
const filesOf = async (files: readonly string[], workspace: string): Promise<Overlays> => {
  const read = await Promise.allSettled(files.map((file) => readValuesFile(file, workspace)));
  const refused = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const other = refused.find((reason) => !(reason instanceof Failure));
  if (other !== undefined) throw other;
  const failures = refused.filter((reason) => reason instanceof Failure);
  if (failures.length > 0)
    throw new Failure(
      2,
      failures.flatMap(({ findings }) => findings),
    );
  return Object.fromEntries(
    read.flatMap((one, at) =>
      one.status === 'fulfilled' ? [[parse(files[at] ?? '').name, one.value]] : [],
    ),
  );
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
