import { type Finding, type JsonObject, pointerOf } from '@helm-charts/types';
import type { ChartValues } from './chart-values.ts';
import type { ValuesPlaces } from './documents.ts';
import type { Fault } from './fault.ts';
import { inexactNumbers } from './number.ts';

/** A values file that was read. */
export interface ValuesFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  readonly yaml: ValuesPlaces;
  /** The line of its second document with values, if it has several. */
  readonly second: number | undefined;
}

/** Checks the values of a file against a chart. Each finding has a line and a column. */
export const checkValuesFile = (values: ValuesFile, chart: ChartValues): readonly Finding[] => {
  const { value, yaml } = values;
  const faults = chart.faults({ values: value, sourceOf: yaml.sourceOf });
  const wrong = new Set(faults.map(({ path }) => pointerOf(path)));
  const inexact = inexactNumbers(value, yaml.sourceOf);
  return [
    ...faults,
    ...inexact.filter(({ path }) => !wrong.has(pointerOf(path))),
    ...chart.hints(value),
  ]
    .map((fault) => inFile(fault, values))
    .toSorted((a, b) => offset(a) - offset(b));
};

const inFile = ({ path, ...fault }: Fault, { file, yaml }: ValuesFile): Finding => ({
  ...fault,
  pointer: pointerOf(path),
  position: { file, ...yaml.placeOf(path) },
});

const offset = ({ position }: Finding): number =>
  (position?.line ?? 0) * 100_000 + (position?.column ?? 0);
