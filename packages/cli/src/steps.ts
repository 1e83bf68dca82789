import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  checkTypes,
  checkValues,
  type Folders,
  generate,
  lint,
  openFolders,
  type Project,
  type Report,
  render,
  traceValues,
} from '@helm-charts/pipeline';
import type { Request } from './arguments.ts';
import { fileIn, rootsOf } from './paths.ts';

/** A command that is run for each chart or profile. */
type Steps = Extract<Request, { kind: 'run' }>;

/** Runs a command for each of its directories, or for all charts and profiles of the workspace. */
export const steps = async (
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
    lookup: asked.lookup.map((file) => (file === 'applied' ? file : resolve(from, file))),
    chart: fileIn(from, asked.chart),
    output: fileIn(from, asked.output),
    folders: openFolders(undefined),
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

const step = async (
  project: Project,
  options: Steps & { readonly today: (() => string) | undefined; readonly folders: Folders },
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
        lookup: options.lookup,
        upgrade,
        rules: options.rules,
        signal,
        cache: options.cache,
        strict: options.strict,
        output: options.output,
        folders: options.folders,
        today: options.today,
      });
    case 'values':
      return traceValues(project, { values, signal });
    case 'versions':
      return (await import('@helm-charts/release')).versions(project, { write });
  }
};
