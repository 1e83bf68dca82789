import { existsSync, readdirSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import type { Checked, Finding, JsonObject } from '@helm-charts/types';
import { type ChartValues, chartValues } from './values/chart-values.ts';
import { checkValuesFile } from './values/check.ts';
import { readValuesFile } from './values-file.ts';

/** An overlay with the name of its scenario and its findings. */
export interface NamedOverlay {
  readonly name: string;
  readonly values: JsonObject;
  readonly findings: readonly Finding[];
}

/** The overlays of values files on the command line. If one can't be read, none is rendered. */
export const overlaysOfFiles = async (
  files: readonly string[],
  directory: string,
  workspace: string,
): Promise<Checked<readonly NamedOverlay[]>> => {
  const chart = chartValues(directory);
  const read = await Promise.all(files.map((file) => overlayOf(file, chart, workspace)));
  const unreadable = read.filter((one) => !one.isReadable);
  if (unreadable.length > 0) return { findings: unreadable.flatMap(({ findings }) => findings) };
  return { value: withOwnNames(read, files, workspace), findings: [] };
};

/**
 * The overlays in `ci/*-values.yaml` of a chart (helm/chart-testing: pkg/chart/chart.go, ValuesFilePathsForCI). Hints
 * are omitted, since they are for values that are being edited.
 */
export const overlaysInCi = async (
  directory: string,
  workspace: string,
): Promise<readonly NamedOverlay[]> => {
  const folder = join(directory, 'ci');
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const chart = chartValues(directory);
  return Promise.all(
    names
      .filter((name) => name.endsWith('-values.yaml'))
      .map(async (file) => {
        const { findings, values } = await overlayOf(join(folder, file), chart, workspace);
        return {
          name: `ci-${file.replace(/-values\.yaml$/, '')}`,
          values,
          findings: findings.filter(({ severity }) => severity !== 'info'),
        };
      }),
  );
};

const overlayOf = async (
  path: string,
  chart: ChartValues,
  workspace: string,
): Promise<NamedOverlay & { readonly isReadable: boolean }> => {
  const { name } = parse(path);
  const { value: file, findings } = await readValuesFile(path, workspace);
  return file === undefined
    ? { name, values: {}, findings, isReadable: false }
    : { name, values: file.value, findings: checkValuesFile(file, chart), isReadable: true };
};

/** Two files with the same name are named by their paths. */
const withOwnNames = (
  overlays: readonly NamedOverlay[],
  files: readonly string[],
  workspace: string,
): readonly NamedOverlay[] =>
  overlays.map((overlay, index) =>
    overlays.filter(({ name }) => name === overlay.name).length === 1
      ? overlay
      : {
          ...overlay,
          name: relative(workspace, files[index] ?? '').replaceAll(/[^\w.-]+/g, '-'),
        },
  );
