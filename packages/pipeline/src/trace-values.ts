import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine, type ReadSite } from '@helm-charts/engine';
import { isObject, objectsAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import {
  type Finding,
  fieldPath,
  type Json,
  keysOf,
  pointerOf,
  printPosition,
} from '@helm-charts/types';
import { cacheFolder } from './cache-folder.ts';
import { deduplicate } from './deduplicate.ts';
import type { ChartInput } from './input.ts';
import type { Project } from './place.ts';
import { type RenderOptions, subjectOf } from './render.ts';
import { count, type Report, refused, reportOf } from './report.ts';
import { scenariosOf } from './scenarios.ts';
import type { ValuesFile } from './values/check.ts';
import { type DeclaredValue, declaredValues, isDeclared } from './values/declared.ts';
import { type ChartReads, combine, mayBeRead, sitesOf } from './values/reads.ts';
import { readValuesFile } from './values-file.ts';

/**
 * Renders a chart of any origin with its defaults and its scenarios or values files, and reports which template reads which value,
 * which values no template reads, and which values templates read that `values.yaml` does not have.
 */
export const traceValues = (
  project: Project,
  options: Pick<RenderOptions, 'values' | 'signal'> = {},
): Promise<Report> =>
  reportOf(project.root, async () => {
    const { workspace, root } = project;
    if (!existsSync(join(workspace, root, 'Chart.yaml'))) return refused(root, [noChart(root)]);
    const today = () => new Date().toISOString().slice(0, 10);
    const { value: subject, findings } = await subjectOf(project, { ...options, today });
    const input = subject?.inputs.find((one) => one.kind === 'chart');
    if (input === undefined) return refused(root, findings);
    const engine = openEngine({
      workspaceRoot: workspace,
      cache: cacheFolder(workspace),
      signal: options.signal,
    });
    const { releases } = scenariosOf({ ...input, scenarios: withDefaults(input) });
    const traces = await engine.trace(releases);
    const reads = combine(traces.flatMap(({ value }) => value ?? []));
    if (traces.every(({ value }) => value === undefined))
      return refused(root, deduplicate(traces.flatMap((trace) => trace.findings)));
    // A chart may refuse its defaults, for instance where a value is required.
    const refusals = deduplicate(traces.slice(1).flatMap((trace) => trace.findings));
    const file = join(root, 'values.yaml');
    const written = existsSync(join(workspace, file))
      ? await readValuesFile(join(workspace, file), workspace)
      : { findings: [] };
    const declared =
      written.value === undefined
        ? []
        : declaredValues(written.value.value, file, written.value.yaml);
    const chart = chartOf(input);
    const unread = declared
      .filter(({ path }) => !isOfUnusedSubchart(path, chart, reads))
      .filter(({ path }) => sitesOf(path, reads).length === 0 && !mayBeRead(path, reads));
    const undeclared = undeclaredReads(written.value, chart, reads, root);
    return {
      summary: `${root || '.'}: ${count(declared.length, 'value')}, ${unread.length} never read, ${undeclared.length} not declared, ${count(releases.length, 'render')}`,
      details: declared.map((value) => lineOf(value, reads, chart, root)),
      findings: [
        ...refusals,
        ...written.findings,
        ...reads.incomplete.map((message) => incomplete(message, root)),
        ...(reads.incomplete.length === 0 ? unread.map(neverRead) : []),
        ...undeclared,
      ],
      exitCode: refusals.some(({ severity }) => severity === 'error') ? 1 : 0,
    };
  });

/** The defaults are rendered first. */
const withDefaults = ({ scenarios }: ChartInput): ChartInput['scenarios'] => {
  const [first] = scenarios;
  if (first === undefined) return scenarios;
  const { release, namespace } = first;
  const others = scenarios.filter(
    ({ values, cluster = {} }) => Object.keys(values).length > 0 || Object.keys(cluster).length > 0,
  );
  return [{ name: 'defaults', release, namespace, values: {}, findings: [] }, ...others];
};

/** What Chart.yaml says. */
interface ChartNames {
  readonly name: string;
  /** The keys of the values of its dependencies. */
  readonly subcharts: readonly string[];
  readonly schema: unknown;
}

const chartOf = ({ directory }: ChartInput): ChartNames => {
  const metadata = parseYaml(readFileSync(join(directory, 'Chart.yaml'), 'utf8')).value;
  const schema = join(directory, 'values.schema.json');
  return {
    name: stringAt(metadata, 'name') ?? '',
    subcharts: objectsAt(metadata, 'dependencies').map(
      (one) => stringAt(one, 'alias') ?? stringAt(one, 'name') ?? '',
    ),
    schema: existsSync(schema) ? jsonOf(readFileSync(schema, 'utf8')) : undefined,
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Helm reports a schema that is not JSON.
    return undefined;
  }
};

/** The templates of a dependency that is switched off are unknown. */
const isOfUnusedSubchart = (
  [key = '']: readonly string[],
  { subcharts, name }: ChartNames,
  { reads }: ChartReads,
): boolean =>
  subcharts.includes(key) &&
  !reads.some(
    ({ path, sites }) =>
      path[0] === key && sites.some(({ template }) => template.startsWith(`${name}/charts/`)),
  );

/** The reads in templates of the chart itself of values that neither values.yaml nor the schema has. */
const undeclaredReads = (
  written: ValuesFile | undefined,
  { name, subcharts, schema }: ChartNames,
  { reads, possible }: ChartReads,
  root: string,
): readonly Finding[] => {
  const isOwn = ({ template }: ReadSite): boolean => template.startsWith(`${name}/templates/`);
  const all = [
    ...reads.map(({ path, sites }) => ({ path, sites: sites.filter(isOwn) })),
    ...possible
      .filter(({ keys }) => keys[0] === 'Values')
      .map((site) => ({ path: site.keys.slice(1), sites: [site].filter(isOwn) })),
  ].filter(
    ({ path: [key = '', ...rest], sites }) =>
      sites.length > 0 &&
      key !== '' &&
      key !== 'global' &&
      !subcharts.includes(key) &&
      !isDeclared(written?.value ?? {}, [key, ...rest]) &&
      !isInSchema(schema, [key, ...rest]),
  );
  const found = new Map<string, readonly ReadSite[]>();
  for (const { path, sites } of all) {
    const pointer = pointerOf(path);
    found.set(pointer, [...(found.get(pointer) ?? []), ...sites]);
  }
  return [...found].map(([pointer, sites]): Finding => {
    const [first, ...others] = placesOf(sites, name, root);
    return {
      rule: 'undeclared-value',
      // A line that is commented out tells people of the value, too.
      severity: isCommented(keysOf(pointer).at(-1) ?? '', written?.text ?? '') ? 'info' : 'warning',
      pointer,
      ...(first && { position: first }),
      message: `a template reads this value, which values.yaml does not have${
        others.length > 0 ? ` (also ${others.map(printPosition).join(', ')})` : ''
      }`,
      fix: 'add it to values.yaml, or correct its name',
    };
  });
};

const isCommented = (key: string, text: string): boolean =>
  text.split('\n').some((line) => /^\s*#[#\s-]*([\w./-]+):(\s|$)/.exec(line)?.[1] === key);

const isInSchema = (schema: unknown, path: readonly string[]): boolean => {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (!isObject(schema)) return false;
  const { properties } = schema;
  const member: Json | undefined = isObject(properties) ? properties[key] : undefined;
  return member !== undefined && isInSchema(member, rest);
};

const placesOf = (sites: readonly ReadSite[], chart: string, root: string) =>
  [...new Map(sites.map((site) => [`${site.template}:${site.line}`, site])).values()].map(
    ({ template, line }) => ({ file: join(root, template.slice(chart.length + 1)), line }),
  );

const lineOf = (
  { path }: DeclaredValue,
  reads: ChartReads,
  chart: ChartNames,
  root: string,
): string => {
  const places = placesOf(sitesOf(path, reads), chart.name, root).map(printPosition);
  const unknown = isOfUnusedSubchart(path, chart, reads)
    ? 'not known, since no render has the subchart'
    : mayBeRead(path, reads)
      ? 'only in branches that no render takes'
      : reads.incomplete.length > 0
        ? 'not known'
        : 'never read';
  return `  ${fieldPath(path)}: ${places.length > 0 ? places.join(', ') : unknown}`;
};

const neverRead = ({ path, position }: DeclaredValue): Finding => ({
  rule: 'unused-value',
  severity: 'warning',
  pointer: pointerOf(path),
  position,
  message: 'no template reads this value, so setting it changes nothing',
  fix: 'remove it, or correct its name',
});

const incomplete = (message: string, root: string): Finding => ({
  rule: 'trace',
  severity: 'warning',
  input: root || '.',
  message: `the list of reads is not complete: ${message}`,
});

const noChart = (root: string): Finding => ({
  rule: 'usage',
  severity: 'error',
  input: root || '.',
  message: 'it has no Chart.yaml, so it is not a chart',
  fix: 'name the directory of a chart',
});
