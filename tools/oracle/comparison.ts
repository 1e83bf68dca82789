import { join } from 'node:path';
import { type Engine, openEngine } from '@helm-charts/engine';
import { defaultTarget, type FluxVersion } from '@helm-charts/kubernetes';
import { type Finding, type JsonObject, printFinding } from '@helm-charts/types';
import { differences } from './differences.ts';

/** A chart (absolute path) and the values to render it with. */
export interface ChartInput {
  readonly chart: string;
  readonly values: JsonObject;
  /** For messages, for instance `charts/web with ci/small-values.yaml`. */
  readonly name: string;
}

/** A directory (absolute path) with the kustomization to build it with. */
export interface BuildInput {
  readonly directory: string;
  readonly file: string;
  readonly text: string;
  readonly name: string;
}

/**
 * The result of a comparison: equal manifests; equal findings instead of manifests; manifests that differ only where two
 * runs of Helm differ, too; or anything else.
 */
export type Outcome = 'equal' | 'refused' | 'varies' | 'differs';

export interface Compared {
  readonly kind: 'render' | 'lint' | 'build';
  readonly name: string;
  readonly outcome: Outcome;
  /** The findings if the chart was refused; else the lines that differ, of the first engine with - and of the second one with +. */
  readonly lines: readonly string[];
}

/** Compares the results of two engines. */
export interface Comparison {
  readonly render: (input: ChartInput) => Promise<Compared>;
  readonly lint: (input: ChartInput) => Promise<Compared>;
  readonly build: (input: BuildInput) => Promise<Compared>;
}

/** Opens two engines for a folder and a version of Flux; `cache` is a new directory. Both paths are absolute. */
export const openComparison = (
  folder: string,
  cache: string,
  engines: readonly [EngineName, EngineName] = ['helm', 'native'],
  flux: FluxVersion = defaultTarget.flux,
): Comparison => {
  const open = (engine: EngineName) =>
    openEngine({
      workspaceRoot: folder,
      cache: join(cache, engine),
      engine,
      target: { ...defaultTarget, flux },
    });
  const [first, second] = [open(engines[0]), open(engines[1])];
  const both =
    <Input extends { readonly name: string }>(
      kind: Compared['kind'],
      run: (engine: Engine, input: Input) => Promise<Result>,
    ) =>
    async (input: Input): Promise<Compared> => {
      const compared = await compare(
        () => run(first, input),
        () => run(second, input),
      );
      return { kind, name: input.name, ...compared };
    };
  return {
    render: both('render', render),
    lint: both('lint', lint),
    build: both('build', build),
  };
};

type EngineName = 'helm' | 'native' | 'wasm';

/** What an engine made of a chart. */
interface Result {
  readonly isRefused: boolean;
  /** The manifests and the findings. */
  readonly lines: readonly string[];
}

const compare = async (
  first: () => Promise<Result>,
  second: () => Promise<Result>,
): Promise<Pick<Compared, 'outcome' | 'lines'>> => {
  const [expected, actual] = await Promise.all([first(), second()]);
  const lines = differences(expected.lines, actual.lines);
  if (lines.length === 0) {
    return expected.isRefused
      ? { outcome: 'refused', lines: expected.lines }
      : { outcome: 'equal', lines };
  }
  const steady = differences(expected.lines, actual.lines, (await first()).lines);
  return steady.length === 0 ? { outcome: 'varies', lines } : { outcome: 'differs', lines: steady };
};

const render = async (engine: Engine, { chart, values }: ChartInput): Promise<Result> => {
  const release = { name: 'release-name', namespace: 'default', chart, values };
  const [rendered] = await engine.render([release]);
  const text = rendered?.value?.text;
  const findings = (rendered?.findings ?? []).filter(isOfChart).map(printed);
  return { isRefused: text === undefined, lines: [...(text ?? '').split('\n'), ...findings] };
};

/** Whether a finding is not about the version of the program helm, which is another one on purpose. */
const isOfChart = ({ rule }: Finding): boolean => rule !== 'environment' && rule !== 'engine';

/** The program helm logs a hook that it does not know, and not the object that has it. */
const printed = (finding: Finding): string =>
  finding.rule === 'hook' ? `${finding.severity} ${finding.message}` : printFinding(finding);

const build = async (engine: Engine, input: BuildInput): Promise<Result> => {
  const [built] = await engine.build([{ ...input, inputs: [join(input.directory, input.file)] }]);
  const texts = (built?.value ?? []).flatMap(({ text }) => text.split('\n'));
  const findings = (built?.findings ?? []).map(printFinding);
  return { isRefused: built?.value === undefined, lines: [...texts, ...findings] };
};

const lint = async (engine: Engine, { chart, values }: ChartInput): Promise<Result> => ({
  isRefused: false,
  lines: (await engine.lint(chart, [values])).map(printFinding),
});
