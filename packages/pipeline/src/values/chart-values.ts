import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoize } from '@helm-charts/engine';
import { mergeMaps, type Values } from '@helm-charts/flux';
import { isObject, parseYaml } from '@helm-charts/kubernetes';
import type { JsonObject, JsonSchema } from '@helm-charts/types';
import { defaultHints } from './defaults.ts';
import type { Written } from './explain.ts';
import type { Fault, Path } from './fault.ts';
import { markFaults } from './marks.ts';
import { brokenRules } from './rules.ts';
import { validator } from './validate.ts';

/** The checks of a chart for values, before Helm runs. */
export interface ChartValues {
  /** Reports all errors of an overlay, and its deprecated values. */
  readonly faults: (written: Omit<Written, 'schema'>) => readonly Fault[];
  /** Reports a hint for each value that equals the chart's default. */
  readonly hints: (values: JsonObject) => readonly Fault[];
  /** The overlay schema; empty if the chart has none. */
  readonly schema: JsonSchema;
  readonly defaults: JsonObject;
  /** The defaults, and the schema that Helm validates. */
  readonly expected: { readonly defaults: JsonObject; readonly schema: JsonSchema };
}

/**
 * Reads the schemas of a chart. An overlay is validated against `values.overlay.schema.json`. If a chart has only
 * `values.schema.json`, the overlay is merged over the defaults and validated as in Helm; missing values are left to
 * Helm, which also knows the defaults of subcharts.
 */
export const chartValues = (directory: string): ChartValues => {
  // Most charts have no values files to check, and the schemas are large.
  const read = once(() => ({
    overlay: schemaIn(directory, 'values.overlay.schema.json'),
    merged: schemaIn(directory, 'values.schema.json'),
  }));
  const defaults = once(() => defaultsIn(directory));
  const checks = once(() => {
    const { overlay, merged } = read();
    return {
      validate: validator(overlay ?? merged ?? {}),
      broken: brokenRules((overlay && merged) ?? {}),
    };
  });
  return {
    faults: (written) => {
      const { overlay, merged } = read();
      if (overlay === undefined && merged === undefined) return [];
      const { values } = written;
      const { validate, broken } = checks();
      const whole = withDefaults(defaults(), values as Values);
      return overlay === undefined
        ? validate({ ...written, values: whole }).filter((fault) => isOfOverlay(fault, values))
        : [...validate(written), ...markFaults(overlay, values), ...broken(whole)];
    },
    hints: (values) => defaultHints(values, defaults()),
    get schema() {
      return read().overlay ?? {};
    },
    get defaults() {
      return defaults();
    },
    get expected() {
      return { defaults: defaults(), schema: read().merged ?? {} };
    },
  };
};

/**
 * The checks of a chart (absolute directory) whose files have this fingerprint. The profiles of a workspace install the same charts,
 * so they are kept.
 */
export const knownChartValues = (directory: string, content: string | undefined): ChartValues => {
  if (content === undefined) return chartValues(directory);
  const key = JSON.stringify([directory, content]);
  const checks = kept.get(key) ?? chartValues(directory);
  if (kept.size >= most) kept.clear();
  kept.set(key, checks);
  return checks;
};

const kept = new Map<string, ChartValues>();

/** How many charts are kept. */
const most = 50;

const once = <T>(make: () => T): (() => T) => {
  const made = memoize((_: 'once') => make());
  return () => made('once');
};

const schemaIn = (directory: string, name: string): JsonSchema | undefined => {
  const file = join(directory, name);
  return existsSync(file) ? readSchema(readFileSync(file, 'utf8')) : undefined;
};

// The variants of a profile install the same charts, from copies in other directories.

const readSchema = memoize((text: string): JsonSchema | undefined => {
  try {
    const schema: unknown = JSON.parse(text);
    return isObject(schema) ? schema : undefined;
  } catch {
    // Helm reports a schema that is not JSON.
    return undefined;
  }
});

const readDefaults = memoize((text: string): JsonObject => {
  const { value } = parseYaml(text);
  return isObject(value) ? value : {};
});

const defaultsIn = (directory: string): JsonObject => {
  const file = join(directory, 'values.yaml');
  return existsSync(file) ? readDefaults(readFileSync(file, 'utf8')) : {};
};

/** Null removes a default (helm: pkg/chart/common/util/coalesce.go). */
const withDefaults = (defaults: JsonObject, overlay: Values): unknown => {
  const prune = (value: unknown): unknown =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).flatMap(([key, member]) =>
            member === null ? [] : [[key, prune(member)]],
          ),
        )
      : value;
  return prune(mergeMaps(defaults as Values, overlay));
};

/** Missing values are not reported, except in items of lists, since lists are never merged. */
const isOfOverlay = ({ path, message }: Fault, values: unknown): boolean =>
  isWritten(path, values) ||
  (message === missing &&
    path.some((key) => typeof key === 'number') &&
    isWritten(path.slice(0, -1), values));

const missing = 'this value is required';

const isWritten = ([key, ...rest]: Path, values: unknown): boolean => {
  if (key === undefined) return values !== undefined;
  if (Array.isArray(values)) return isWritten(rest, values[Number(key)]);
  return isObject(values) && isWritten(rest, values[key]);
};
