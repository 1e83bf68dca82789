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
    render: async (input) => {
      const { name } = input;
      const [expected, actual] = await Promise.all([render(helm, input), render(native, input)]);
      const lines = differences(expected.lines, actual.lines);
      if (lines.length === 0) {
        const { isRefused } = expected;
        return isRefused
          ? { name, outcome: 'refused', lines: expected.lines }
          : { name, outcome: 'equal', lines };
      }
      const { lines: again } = await render(helm, input);
      const steady = differences(expected.lines, actual.lines, again);
      return steady.length === 0
        ? { name, outcome: 'varies', lines }
        : { name, outcome: 'differs', lines: steady };
    },
    lint: async (input) => {
      const [expected, actual] = await Promise.all([lint(helm, input), lint(native, input)]);
      const lines = differences(expected, actual);
      return { name: `lint ${input.name}`, outcome: lines.length > 0 ? 'differs' : 'equal', lines };
    },
  };
};

interface Rendered {
  readonly isRefused: boolean;
  /** The manifests and the findings. */
  readonly lines: readonly string[];
}

const render = async (engine: Engine, { chart, values }: Input): Promise<Rendered> => {
  const release = { name: 'release-name', namespace: 'default', chart, values };
  const [rendered] = await engine.render([release]);
  const text = rendered?.value?.text;
  const findings = (rendered?.findings ?? []).map(printFinding);
  return { isRefused: text === undefined, lines: [...(text ?? '').split('\n'), ...findings] };
};

const lint = async (engine: Engine, { chart, values }: Input): Promise<readonly string[]> =>
  (await engine.lint(chart, [values])).map(printFinding);
