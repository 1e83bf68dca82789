import { type Engine, openEngine } from '@helm-charts/engine';
import { type JsonObject, printFinding } from '@helm-charts/types';
import { differences } from './differences.ts';

/** A chart (absolute path) and the values to render it with. */
export interface Input {
  readonly chart: string;
  readonly values: JsonObject;
  /** For messages, for instance `charts/web with ci/small-values.yaml`. */
  readonly name: string;
}

/**
 * The result of a comparison: equal manifests; equal findings instead of manifests; manifests that differ only where two
 * runs of Helm differ, too; or anything else.
 */
export type Outcome = 'equal' | 'refused' | 'varies' | 'differs';

export interface Compared {
  readonly name: string;
  readonly outcome: Outcome;
  /** The findings if the chart was refused; else the lines that differ, of helm with - and of the native engine with +. */
  readonly lines: readonly string[];
}

/** Compares the results of the helm program with those of the native engine. */
export interface Comparison {
  readonly render: (input: Input) => Promise<Compared>;
  readonly lint: (input: Input) => Promise<Compared>;
}

/** Opens both engines for the charts in a folder (absolute path). */
export const openComparison = (folder: string): Comparison => {
  const helm = openEngine({ workspaceRoot: folder, engine: 'helm' });
  const native = openEngine({ workspaceRoot: folder, engine: 'native' });
  return {
    render: (input) =>
      compare(
        input.name,
        () => render(helm, input),
        () => render(native, input),
      ),
    lint: (input) =>
      compare(
        `lint ${input.name}`,
        () => lint(helm, input),
        () => lint(native, input),
      ),
  };
};

/** What an engine made of a chart. */
interface Result {
  readonly isRefused: boolean;
  /** The manifests and the findings. */
  readonly lines: readonly string[];
}

const compare = async (
  name: string,
  helm: () => Promise<Result>,
  native: () => Promise<Result>,
): Promise<Compared> => {
  const [expected, actual] = await Promise.all([helm(), native()]);
  const lines = differences(expected.lines, actual.lines);
  if (lines.length === 0) {
    return expected.isRefused
      ? { name, outcome: 'refused', lines: expected.lines }
      : { name, outcome: 'equal', lines };
  }
  const steady = differences(expected.lines, actual.lines, (await helm()).lines);
  return steady.length === 0
    ? { name, outcome: 'varies', lines }
    : { name, outcome: 'differs', lines: steady };
};

const render = async (engine: Engine, { chart, values }: Input): Promise<Result> => {
  const release = { name: 'release-name', namespace: 'default', chart, values };
  const [rendered] = await engine.render([release]);
  const text = rendered?.value?.text;
  const findings = (rendered?.findings ?? []).map(printFinding);
  return { isRefused: text === undefined, lines: [...(text ?? '').split('\n'), ...findings] };
};

const lint = async (engine: Engine, { chart, values }: Input): Promise<Result> => ({
  isRefused: false,
  lines: (await engine.lint(chart, [values])).map(printFinding),
});
