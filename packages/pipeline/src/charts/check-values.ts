import { type BuiltTree, writtenValue } from '@helm-charts/flux';
import type { Finding, JsonObject, Manifest } from '@helm-charts/types';
import { chartValues } from '../values/chart-values.ts';

/** Checks the values of a HelmRelease against those of its chart, each where it is written. */
export const checkReleaseValues = (
  { helmRelease, values, directory }: ReleaseValues,
  built: BuiltTree,
): readonly Finding[] =>
  chartValues(directory)
    .faults({ values, sourceOf: (path) => writtenValue(helmRelease, path, built).source })
    .map(
      ({ path, ...fault }): Finding => ({
        ...fault,
        ...writtenValue(helmRelease, path, built).place,
      }),
    );

interface ReleaseValues {
  readonly helmRelease: Manifest;
  /** Merged as Flux merges them. */
  readonly values: JsonObject;
  /** Of the chart, absolute. */
  readonly directory: string;
}
