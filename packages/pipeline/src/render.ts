import { join } from 'node:path';
import { type CheckedDocument, validateManifests } from '@helm-charts/check';
import { Failure, type Finding } from '@helm-charts/types';
import { BrokenModule, loadValidator, prepareValidator, type Validator } from 'kubeconform-wasm';
import { type Project, placeOf } from './place.ts';
import { ofChart } from './render-chart.ts';
import { ofProfile } from './render-profile.ts';
import { isTree, ofTree } from './render-tree.ts';
import { type Rendered, type RenderOptions, unique, type WatchedOptions } from './rendered.ts';
import { count, type Report, reportOf } from './report.ts';
import { openVerdicts, type Verdicts } from './verdicts.ts';

/**
 * Renders every scenario of a chart, or every release of a profile or of any other tree of Flux objects, into
 * `dist/render`, validates every manifest, and runs the rules over what belongs together.
 */
export const render = (project: Project, options: RenderOptions = {}): Promise<Report> =>
  reportOf(project.root, async () => {
    const verdicts = orFailure(() => verdictsOf(project));
    // What is there is validated while helm renders the rest, and asked for again below.
    const onObjects = async (documents: readonly CheckedDocument[]) => {
      const known = await verdicts;
      if (known instanceof Failure) return;
      await Promise.allSettled(documents.map(({ text }) => known.validate(text)));
    };
    const rendered = await renderingOf(project, {
      ...options,
      onObjects,
      today: options.today ?? dayOf(new Date()),
    });
    const { batch, documents, what, details, broken, isForeign = false } = rendered;
    const validated = await orFailure(() => validate(documents, verdicts));
    const failed = validated instanceof Failure ? [validated] : [];
    const invalid = (validated instanceof Failure ? [] : validated).map(
      (finding): Finding =>
        isForeign && finding.rule === 'unknown-kind'
          ? { ...finding, severity: 'warning' }
          : finding,
    );
    const findings: readonly Finding[] = [...batch.findings, ...unique([...invalid, ...broken])];
    const refused = batch.failures.flatMap((failure) => failure.findings);
    const checked = failed.length > 0 ? 'not validated' : tally([...findings, ...refused]);
    return {
      summary: `${project.root || '.'}: ${what}, ${count(documents.length, 'manifest')}, ${checked}`,
      ...(details && { details }),
      findings,
      failures: [...batch.failures, ...failed],
    };
  });

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const renderingOf = async (project: Project, options: WatchedOptions): Promise<Rendered> => {
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

/** Documents that were validated the last time, by the same validator, are not given to it again. */
const verdictsOf = async ({ workspace, root }: Project): Promise<Verdicts> => {
  await prepare();
  const folder = join(workspace, 'node_modules/.cache/helm-charts/verdicts');
  return openVerdicts(join(folder, `${root}.json`), load);
};

const validate = async (
  documents: readonly CheckedDocument[],
  verdicts: Promise<Verdicts | Failure>,
): Promise<readonly Finding[] | Failure> => {
  const known = await verdicts;
  if (known instanceof Failure) return known;
  const findings = await validateManifests(documents, known);
  await known.keep();
  return findings;
};

/** Without the validator the charts are rendered all the same, and the failure is reported at the end. */
const orFailure = async <T>(work: () => Promise<T>): Promise<T | Failure> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

/** Does something that all charts and profiles of a run share once, and again only where it failed. */
const shared = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
};

const prepare = shared(prepareValidator);
const load = shared(
  (): Promise<Validator> =>
    loadValidator().catch((cause: unknown) => {
      if (!(cause instanceof BrokenModule)) throw cause;
      const message = `${cause.message}; install kubeconform-wasm again, or build it with npm run nx -- run kubeconform-wasm:build`;
      throw new Failure(
        3,
        [{ rule: 'environment', severity: 'error', where: cause.file, message }],
        { cause },
      );
    }),
);
