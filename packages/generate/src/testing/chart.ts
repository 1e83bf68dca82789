import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import {
  type Chart,
  type ChartDefinition,
  type Checked,
  defineChart,
  type Node,
  printFinding,
  type Refs,
  text,
} from '@helm-charts/types';
import { parseAllDocuments } from 'yaml';
import { type GeneratedFile, generateChart, type Sources } from '../chart.ts';
import type { Scope } from '../emit/scope.ts';
import type { Definitions } from '../schema.ts';
import { yaml } from '../yaml.ts';

/** The parts of a chart that a test sets; the others are empty. */
export type ChartParts<T> = Partial<ChartDefinition<T, string>> & { readonly values: Node<T> };

/** A chart named `probe`. */
export const chartOf = <T>(parts: ChartParts<T>): Chart<T> =>
  defineChart({
    name: 'probe',
    description: 'A chart of a test.',
    version: '1.2.3',
    appVersion: '4.5.6',
    scenarios: {},
    manifests: () => ({}),
    notes: () => text`Done.`,
    ...parts,
  });

/** A chart whose only template is an object with the given `spec`. */
export const specOf = <T>(
  values: Node<T>,
  spec: (v: Refs<T>) => object,
  parts: Omit<ChartParts<T>, 'values' | 'manifests'> = {},
): Chart<T> => {
  const head = { apiVersion: 'v1', kind: 'Probe', metadata: { name: 'probe' } };
  return chartOf({
    ...parts,
    values,
    manifests: (v) => {
      const object = { ...head, spec: spec(v) };
      return { probe: object };
    },
  });
};

/** The inputs of a test chart besides its definition. */
export interface TestSources {
  /** Plain files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly definitions?: Definitions;
  readonly kinds?: NonNullable<Sources['kinds']>;
}

/** The generated files of a chart by path. */
export const generated = (
  chart: Chart,
  { files = {}, definitions = {} }: TestSources = {},
): ReadonlyMap<string, string> => {
  const { value, findings } = checked(chart, { files, definitions });
  if (value === undefined) throw new Error(findings.map(printFinding).join('\n'));
  return new Map(value.map(({ path, content }) => [path, content]));
};

const checked = (
  chart: Chart,
  { files = {}, definitions = {}, kinds = () => undefined }: TestSources,
): Checked<readonly GeneratedFile[]> =>
  generateChart(chart, { definitions, kinds, read: (path) => files[path] });

/** The lines below `spec:` in the template that they are emitted to. */
export const emitted = <T>(
  values: Node<T>,
  spec: (v: Refs<T>) => object,
  sources?: TestSources,
): string => {
  const template = generated(specOf(values, spec), sources).get('templates/probe.yaml') ?? '';
  return template.replace(/^[\s\S]*?\nspec:\n/, '');
};

/** The scope at the root of a chart's template. */
export const scopeOf = (changes: Partial<Scope> = {}): Scope => ({
  chart: 'probe',
  root: '',
  variables: new Map(),
  known: new Set(),
  position: { file: 'templates/probe.yaml' },
  keys: [],
  read: () => undefined,
  report: (finding) => {
    throw new Error(printFinding(finding));
  },
  ...changes,
});

/** The findings of a chart, as lines of text. */
export const refused = (chart: Chart, sources: TestSources = {}): readonly string[] =>
  checked(chart, sources).findings.map(printFinding);

/** A call of Helm in a test. */
export interface Call {
  /** Merged over the defaults. */
  readonly values?: object;
  readonly release?: string;
  /** Further arguments, for instance `['--set', 'port=81']`. */
  readonly args?: readonly string[];
}

/** Calls helm; throws its standard error if it fails. */
export type Helm = (call?: Call) => Promise<string>;

/** Writes a chart to a directory and runs a test with Helm on it. */
export const withHelm = async <R>(
  files: ReadonlyMap<string, string>,
  use: (helm: Helm, directory: string) => Promise<R>,
): Promise<R> => {
  const root = await mkdtemp(join(tmpdir(), 'generate-'));
  const directory = join(root, 'chart');
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    const { path } = await findTool('helm');
    return await use((call) => template(path, directory, call), directory);
  } finally {
    await rm(root, { recursive: true });
  }
};

/** The `spec` that Helm renders for each call, parsed as YAML 1.1. */
export const rendered = async (
  chart: Chart,
  calls: readonly Call[] = [{}],
  sources?: TestSources,
): Promise<readonly unknown[]> =>
  withHelm(generated(chart, sources), (helm) =>
    Promise.all(calls.map(async (call) => specIn(parsed(await helm(call))))),
  );

/** Parses the objects in the output of Helm. Throws if the YAML is invalid, for instance for a duplicate key. */
export const parsed = (text: string): readonly unknown[] =>
  parseAllDocuments(text, { version: '1.1', uniqueKeys: true, strict: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    const object: unknown = document.toJS();
    return object;
  });

/** The `spec` of the only object; undefined if it has none. */
const specIn = ([object]: readonly unknown[]): unknown =>
  typeof object === 'object' && object !== null && 'spec' in object ? object.spec : undefined;

const template = async (
  helm: string,
  chart: string,
  { values = {}, release = 'probe', args = [] }: Call = {},
): Promise<string> => {
  const call = promisify(execFile)(helm, [
    ...['template', release, chart, '--namespace=shop', '--kube-version=1.36.0', '--values=-'],
    ...args,
  ]);
  call.child.stdin?.end(yaml(values));
  const { stdout } = await call;
  return stdout;
};
