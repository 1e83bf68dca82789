import { type BuiltTree, writtenValue } from '@helm-charts/flux';
import type { Finding, JsonObject, Manifest } from '@helm-charts/types';
import { knownChartValues } from '../values/chart-values.ts';

/** Checks the values of a HelmRelease against its chart. Each finding has the position of the value. */
export const checkReleaseValues = (
  { helmRelease, values, directory, content }: ReleaseValues,
  built: BuiltTree,
): readonly Finding[] =>
  knownChartValues(directory, content)
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
  /** The directory of the chart, absolute. */
  readonly directory: string;
  /** A fingerprint of all files of the chart; undefined if it can't be read. */
  readonly content: string | undefined;
}
