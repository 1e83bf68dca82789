import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@helm-charts/engine';
import type { Chart, Finding, JsonObject, Manifest, TargetCluster } from '@helm-charts/types';
import { parse } from 'yaml';
import type { Renders } from './objects.ts';
import { isObject } from './schema.ts';

/** A set of values that both versions of a chart are rendered with. */
export interface Overlay {
  readonly name: string;
  readonly values: JsonObject;
  readonly cluster?: TargetCluster | undefined;
  /** The chart may refuse it. */
  readonly isOptional?: boolean;
}

/** The scenarios of a chart that is written in TypeScript. */
export const scenariosOf = ({ scenarios, clusters = {} }: Chart): readonly Overlay[] =>
  Object.entries(scenarios).map(([name, values]) => ({
    name,
    // An overlay contains JSON values only.
    values: values as JsonObject,
    cluster: clusters[name],
  }));

/** The `ci/*-values.yaml` of any other chart, its defaults, and everything that it can switch on. */
export const overlaysIn = async (directory: string): Promise<readonly Overlay[]> => {
  const folder = join(directory, 'ci');
  const names = (await readdir(folder).catch(() => [])).filter((one) =>
    one.endsWith('-values.yaml'),
  );
  const written = await Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      values: (parse(await readFile(join(folder, name), 'utf8')) ?? {}) as JsonObject,
    })),
  );
  const defaults: unknown = parse(
    await readFile(join(directory, 'values.yaml'), 'utf8').catch(() => ''),
  );
  return [
    { name: 'defaults', values: {} },
    { name: 'everything', values: allEnabled(defaults), isOptional: true },
    ...written,
  ];
};

/** What `values.yaml` switches off, switched on: few charts have values for all of their templates. */
const allEnabled = (defaults: unknown): JsonObject => {
  const members = Object.entries(isObject(defaults) ? defaults : {}).map(
    ([key, value]): readonly [string, JsonObject | true] => [
      key,
      value === false && /^(enabled?|create)$/i.test(key) ? true : allEnabled(value),
    ],
  );
  return Object.fromEntries(
    members.filter(([, value]) => value === true || Object.keys(value).length > 0),
  );
};

/** A chart on disk, and how its release is called. */
export interface ChartToRender {
  readonly directory: string;
  readonly release: string;
  readonly namespace: string;
  /** A fingerprint of its files. */
  readonly content: string;
}

/** Renders a chart with each overlay. An overlay that the chart refuses is left out. */
export const renderAll = async (
  { directory, release, namespace, content }: ChartToRender,
  overlays: readonly Overlay[],
  engine: Engine,
): Promise<{ readonly renders: Renders; readonly findings: readonly Finding[] }> => {
  const results = await engine.render(
    overlays.map(({ name, values, cluster }) => ({
      name: release,
      namespace,
      chart: directory,
      chartContent: content,
      values,
      ...(cluster && { cluster }),
      label: `scenario ${name}`,
      shownChart: release,
    })),
  );
  const renders = overlays.flatMap(({ name }, index) => {
    const value = results[index]?.value;
    return value === undefined
      ? []
      : [[name, value.documents.map(({ manifest }) => inNamespace(manifest, namespace))] as const];
  });
  return {
    renders: Object.fromEntries(renders),
    findings: results.flatMap(({ value, findings }, index) =>
      value === undefined && overlays[index]?.isOptional !== true ? findings : [],
    ),
  };
};

/** What the API server makes of a manifest: an object without a namespace is in that of the release, and a field that is null is not set. */
const inNamespace = (manifest: Manifest, namespace: string): Manifest => {
  const { metadata, ...rest } = manifest;
  return withoutNull({ ...rest, metadata: { namespace, ...metadata } });
};

const withoutNull = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, member) => (member === null ? undefined : member)));
