import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import {
  addSchemas,
  chartRoots,
  checkTypes,
  checkValues,
  dependencies,
  findRepository,
  findWorkspace,
  generate,
  lint,
  listSchemas,
  loadConfig,
  type Project,
  printReport,
  profileRoots,
  type Report,
  render,
  traceValues,
} from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import { type Request, request } from './arguments.ts';
import { runBundle } from './bundle.ts';
import { runFetch } from './fetch.ts';
import { isRepeatable } from './repeatable.ts';
import { usage } from './usage.ts';

/** What the program prints, and how it ends. */
export interface Answer {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number;
  /** The root of the workspace or repository, if the work there was done. */
  readonly workspace?: string;
  /** Whether it is the same as long as everything that the run has read is the same. */
  readonly isRepeatable?: boolean;
}

type Work = Exclude<Request, { kind: 'help' | 'wrong' }>;

type Steps = Extract<Request, { kind: 'run' }>;

/** Runs the program with its arguments in a directory. `today` returns the date and is called only if the answer depends on it. */
export const run = async (
  args: readonly string[],
  directory: string,
  signal?: AbortSignal,
  today?: () => string,
): Promise<Answer> => {
  const asked = request(args);
  if (asked.kind === 'help') return { output: usage, errors: '', exitCode: 0 };
  if (asked.kind === 'wrong') return refused(`${asked.message}; see helm-charts --help`);
  // A directory to render may be one that Flux applies, and one to package a chart of any origin, in a repository of any kind; a bundle may
  // be anywhere.
  const isAnywhere =
    (asked.kind === 'bundle' && asked.action !== 'make') ||
    ((asked.kind === 'push' || asked.kind === 'fetch') && asked.directories.length > 0) ||
    asked.kind === 'add-schemas' ||
    asked.kind === 'list-schemas' ||
    (asked.kind === 'run' &&
      (asked.command === 'check-values' ||
        (['package', 'render', 'values', 'versions'].includes(asked.command) &&
          asked.directories.length > 0)));
  const workspace =
    findWorkspace(directory) ??
    (isAnywhere ? findRepository(directory) : undefined) ??
    // Whoever installs artifacts has no sources.
    (asked.kind === 'verify' ? directory : undefined);
  if (workspace === undefined) return refused(noWorkspace(asked, directory));
  const reports = await reportsOf(asked, workspace, directory, signal, today);
  const failed = reports.filter(({ exitCode }) => exitCode !== 0);
  const exitCode = Math.max(0, ...reports.map((report) => report.exitCode));
  const directories = 'directories' in asked ? asked.directories : [];
  const origin = { workspace, isRepeatable: isRepeatable(reports, directories, directory) };
  if (asked.json)
    return {
      output: `${JSON.stringify({ exitCode, reports }, undefined, 2)}\n`,
      errors: '',
      exitCode,
      ...origin,
    };
  const done = reports.filter((report) => report.exitCode === 0);
  return {
    output: done.map(printReport).join(''),
    errors: failed.map(printReport).join(''),
    exitCode,
    ...origin,
  };
};

/** Only `render` and `check-values` take charts that nobody wrote in TypeScript. */
const noWorkspace = (asked: Work, from: string): string => {
  const named = asked.kind === 'run' ? asked.directories : [];
  const foreign = named.find((name) => existsSync(resolve(from, name, 'Chart.yaml')));
  if (foreign !== undefined)
    return `${foreign} has a Chart.yaml and no src/chart.ts, so it is not written in TypeScript; run helm-charts render ${foreign}, which takes any chart`;
  return 'there is neither a chart nor helm-charts.config.ts here or in a directory above; go to one that has src/chart.ts, or name a directory to render';
};

const reportsOf = async (
  asked: Work,
  workspace: string,
  from: string,
  signal?: AbortSignal,
  today?: () => string,
): Promise<readonly Report[]> => {
  if (asked.kind === 'run') return steps(asked, workspace, from, signal, today);
  if (asked.kind === 'push') {
    const { value: roots, findings } = await rootsOf(
      { ...asked, command: 'push' },
      workspace,
      from,
    );
    if (roots === undefined) return [{ summary: 'push: failed', findings, exitCode: 2 }];
    const [signKey, publicKey] = [fileIn(from, asked.signKey), fileIn(from, asked.publicKey)];
    const identityTokenFile = fileIn(from, asked.identityTokenFile);
    const files = { signKey, publicKey, identityTokenFile };
    const options = { ...asked, authorityFile: fileIn(from, asked.caFile), ...files };
    const { push } = await import('@helm-charts/release');
    return [await push(workspace, roots, { ...options, signal })];
  }
  if (asked.kind === 'verify') {
    const { references, lock } = asked;
    const keys = asked.keys.map((file) => resolve(from, file));
    const [authorityFile, trustedRoot] = [asked.caFile, asked.trustedRoot].map((file) =>
      fileIn(from, file),
    );
    const files = { keys, lock: fileIn(from, lock), authorityFile, trustedRoot };
    const { verify } = await import('@helm-charts/release');
    return [await verify(workspace, references, { ...asked, ...files, signal })];
  }
  if (asked.kind === 'fetch') {
    const { value: roots, findings } = await rootsOf(
      { ...asked, command: 'fetch' },
      workspace,
      from,
    );
    if (roots === undefined) return [{ summary: 'fetch: failed', findings, exitCode: 2 }];
    return [
      await runFetch({ ...asked, caFile: fileIn(from, asked.caFile) }, workspace, roots, signal),
    ];
  }
  if (asked.kind === 'bundle') return [await runBundle(asked, workspace, from, signal)];
  if (asked.kind === 'dependencies') {
    const { directory, action } = asked;
    const root = relative(workspace, resolve(from, directory));
    const found =
      action.kind === 'add'
        ? { ...action, paths: action.paths.map((path) => resolve(from, path)) }
        : action;
    return [await dependencies({ workspace, root }, found, { timeout: asked.timeout, signal })];
  }
  if (asked.kind === 'list-schemas')
    return [await listSchemas({ workspace, target: asked.target })];
  const paths = asked.paths.map((path) => (isAddress(path) ? path : resolve(from, path)));
  return [await addSchemas({ workspace, paths, kind: asked.schemaKind, signal })];
};

const fileIn = (from: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : resolve(from, file);

const isAddress = (path: string): boolean => /^[a-z]+:\/\//.test(path);

const steps = async (
  asked: Steps,
  workspace: string,
  from: string,
  signal?: AbortSignal,
  today?: () => string,
): Promise<readonly Report[]> => {
  const options = {
    ...asked,
    today,
    values: asked.values.map((file) => resolve(from, file)),
    previous: fileIn(from, asked.previous),
    chart: fileIn(from, asked.chart),
    output: fileIn(from, asked.output),
  };
  const { value: roots, findings } = await rootsOf(asked, workspace, from);
  if (roots === undefined) return [{ summary: 'helm-charts: failed', findings, exitCode: 2 }];
  const run = (some: readonly string[]) =>
    Promise.all(some.map((root) => step({ workspace, root }, options, signal)));
  // The network policies of a profile come from the generated charts.
  // With --write, each chart generates the profiles that install it.
  if (asked.command === 'versions') return inTurn(roots, (root) => run([root]));
  const [charts, profiles] = asked.command === 'generate' ? byKind(workspace, roots) : [roots, []];
  return [...(await run(charts)), ...(await run(profiles))];
};

const inTurn = async (
  roots: readonly string[],
  run: (root: string) => Promise<readonly Report[]>,
): Promise<readonly Report[]> => {
  const reports: Report[] = [];
  for (const root of roots) reports.push(...(await run(root)));
  return reports;
};

const byKind = (workspace: string, roots: readonly string[]) => {
  const isProfile = (root: string) => existsSync(join(workspace, root, 'src/profile.ts'));
  return [roots.filter((root) => !isProfile(root)), roots.filter(isProfile)] as const;
};

/** The directories that are named, or all charts and profiles. Only charts can be linted, or have versions. */
const rootsOf = async (
  { command, directories }: { readonly command: string; readonly directories: readonly string[] },
  workspace: string,
  from: string,
): Promise<Checked<readonly string[]>> => {
  if (directories.length > 0) {
    const value = directories.map((directory) => relative(workspace, resolve(from, directory)));
    return { value, findings: [] };
  }
  const { value: config, findings } = await loadConfig(workspace);
  if (config === undefined) return { findings };
  const charts = command === 'fetch' ? [] : chartRoots(workspace, config);
  const profiles = ['lint', 'versions'].includes(command) ? [] : profileRoots(workspace, config);
  return { value: [...charts, ...profiles], findings };
};

const step = async (
  project: Project,
  options: Steps & { readonly today: (() => string) | undefined },
  signal?: AbortSignal,
): Promise<Report> => {
  const { command, check, force, values, previous, upgrade, chart, fix, removeDefaults, write } =
    options;
  const { choice } = options;
  switch (command) {
    case 'check-types':
      return checkTypes(project, signal);
    case 'check-values': {
      const { workspace, root } = project;
      return checkValues(resolve(workspace, root), { workspace, chart, fix, removeDefaults });
    }
    case 'generate':
      return generate(project, { check, force, signal });
    case 'lint':
      return lint(project, { ...choice, signal });
    case 'package':
      return (await import('@helm-charts/release')).packageProject(project);
    case 'render':
      return render(project, {
        ...choice,
        values,
        previous,
        upgrade,
        rules: options.rules,
        signal,
        cache: options.cache,
        strict: options.strict,
        output: options.output,
        today: options.today,
      });
    case 'values':
      return traceValues(project, { values, signal });
    case 'versions':
      return (await import('@helm-charts/release')).versions(project, { write });
  }
};

const refused = (message: string): Answer => ({
  output: '',
  errors: `helm-charts: ${message}\n`,
  exitCode: 2,
});
