import { validateManifests } from '@helm-charts/check';
import { Failure, type Finding } from '@helm-charts/types';
import { loadValidator, prepareValidator, type Validator } from 'kubeconform-wasm';
import { type Project, placeOf } from './place.ts';
import { ofChart } from './render-chart.ts';
import { ofProfile } from './render-profile.ts';
import { isTree, ofTree } from './render-tree.ts';
import { type Rendered, type RenderOptions, unique } from './rendered.ts';
import { count, type Report, reportOf } from './report.ts';

/**
 * Renders every scenario of a chart, or every release of a profile or of any other tree of Flux objects, into
 * `dist/render`, validates every manifest, and runs the rules over what belongs together.
 */
export const render = (project: Project, options: RenderOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const rendering = renderingOf(project, options);
    // Loading the validator and running helm take about as long as each other.
    const [validator, rendered] = await Promise.all([validatorOrFailure(), rendering]);
    const { batch, documents, what, details, broken, isForeign = false } = rendered;
    const validated =
      validator instanceof Failure ? [] : await validateManifests(documents, validator);
    const invalid = validated.map(
      (finding): Finding =>
        isForeign && finding.rule === 'unknown-kind'
          ? { ...finding, severity: 'warning' }
          : finding,
    );
    const findings: readonly Finding[] = [...batch.findings, ...unique([...invalid, ...broken])];
    const refused = batch.failures.flatMap((failure) => failure.findings);
    const checked =
      validator instanceof Failure ? 'not validated' : tally([...findings, ...refused]);
    return {
      summary: `${project.root || '.'}: ${what}, ${count(documents.length, 'manifest')}, ${checked}`,
      ...(details && { details }),
      findings,
      failures: [...batch.failures, ...(validator instanceof Failure ? [validator] : [])],
    };
  });

const renderingOf = async (project: Project, options: RenderOptions): Promise<Rendered> => {
  if (isTree(project)) return ofTree(project, options);
  const place = placeOf(project);
  return place.kind === 'chart' ? ofChart(place, options) : ofProfile(place, options);
};

/** Warnings are no reason to stop, and are counted apart. */
const tally = (findings: readonly Finding[]): string => {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const errors = count(findings.length - warnings, 'finding');
  return warnings === 0 ? errors : `${errors}, ${count(warnings, 'warning')}`;
};

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
