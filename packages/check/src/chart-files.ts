import { createHash } from 'node:crypto';

/** The files of a chart, for rules that need more than the rendered manifests. */
export interface ChartFiles {
  /** Absolute. */
  readonly directory: string;
  /** Relative to the workspace, as findings name it: `charts/web`. */
  readonly path: string;
  /** The content of each file, by its path within the chart. */
  readonly files: Readonly<Record<string, string>>;
}

/** A single-line string field of Chart.yaml, for instance `name` or `version`. */
export const chartField = ({ files }: ChartFiles, field: string): string | undefined =>
  new RegExp(`^${field}: *["']?([^"'\\s]+)`, 'm').exec(files['Chart.yaml'] ?? '')?.[1];

/** A hash of the templates, the values and their schema: all files that can change the rendered manifests. */
export const contentHash = ({ files }: ChartFiles): string => {
  const hash = createHash('sha256');
  for (const path of Object.keys(files).toSorted()) {
    if (/^(templates\/|values\.yaml$|values\.schema\.json$)/.test(path)) {
      hash.update(`${path}\0${files[path]}\0`);
    }
  }
  return hash.digest('hex');
};
