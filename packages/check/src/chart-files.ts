import { createHash } from 'node:crypto';

/** A chart as Helm packages it, for rules that need more than what it renders. */
export interface ChartFiles {
  /** Absolute. */
  readonly directory: string;
  /** Relative to the workspace, as findings name it: `charts/web`. */
  readonly path: string;
  /** Its files' contents by their paths within the chart. */
  readonly files: Readonly<Record<string, string>>;
}

/** A field of a Chart.yaml that is a text of one line, for instance `name` or `version`. */
export const chartField = ({ files }: ChartFiles, field: string): string | undefined =>
  new RegExp(`^${field}: *["']?([^"'\\s]+)`, 'm').exec(files['Chart.yaml'] ?? '')?.[1];

/** A hash that changes exactly when what the chart renders may change: of its templates, values and their schema. */
export const contentHash = ({ files }: ChartFiles): string => {
  const hash = createHash('sha256');
  for (const path of Object.keys(files).toSorted()) {
    if (/^(templates\/|values\.yaml$|values\.schema\.json$)/.test(path)) {
      hash.update(`${path}\0${files[path]}\0`);
    }
  }
  return hash.digest('hex');
};
