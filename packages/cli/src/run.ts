import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  addSchemas,
  dependencies,
  findRepository,
  findWorkspace,
  listSchemas,
  printReport,
  type Report,
} from '@helm-charts/pipeline';
import { type Request, request } from './arguments.ts';
import { runBundle } from './bundle.ts';
import { runFetch } from './fetch.ts';
import { fileIn, rootsOf } from './paths.ts';
import { isRepeatable } from './repeatable.ts';
import { steps } from './steps.ts';
import { usage } from './usage.ts';
import { withoutSources } from './without-sources.ts';

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

type Work = Exclude<Request, { kind: 'help' | 'version' | 'wrong' }>;

/** Runs the program with its arguments in a directory. `today` returns the date and is called only if the answer depends on it. */
export const run = async (
  args: readonly string[],
  directory: string,
  signal?: AbortSignal,
  today?: () => string,
): Promise<Answer> => {
  const asked = request(args);
  if (asked.kind === 'help') return { output: usage, errors: '', exitCode: 0 };
  if (asked.kind === 'version') {
    const { versionText } = await import('./version.ts');
    return { output: versionText(), errors: '', exitCode: 0 };
  }
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
  const command = asked.kind === 'run' ? asked.command : asked.kind;
  return `there is neither src/chart.ts nor helm-charts.config.ts here or in a directory above; ${withoutSources(command, from)}`;
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

const isAddress = (path: string): boolean => /^[a-z]+:\/\//.test(path);

const refused = (message: string): Answer => ({
  output: '',
  errors: `helm-charts: ${message}\n`,
  exitCode: 2,
});
