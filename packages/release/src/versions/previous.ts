import { existsSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import type { Project } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import semver from 'semver';
import { type Released, readLock } from '../lock/lock.ts';
import { checkOut, git, gitLines } from './git.ts';

/** Where Git has the version of a chart that was released last. */
export interface Previous {
  /** A commit or a tag. */
  readonly ref: string;
  /** The folder of the chart at that commit, relative to the workspace. */
  readonly root: string;
}

/**
 * Finds the version of a chart that was released last: the commit in `release.lock.json`, or a tag `<chart>-<version>` or `<project>@<version>`,
 * which Nx writes, whichever version is higher. The value is undefined if the chart was never released.
 */
export const findPrevious = async (
  project: Project,
  name: string,
): Promise<Checked<{ readonly previous: Previous | undefined }>> => {
  const { workspace, root } = project;
  const [isInside, isShallow] = await gitLines(workspace, [
    'rev-parse',
    '--is-inside-work-tree',
    '--is-shallow-repository',
  ]);
  if (isInside !== 'true') {
    return wrong(
      root,
      'the directory is in no Git repository, so there is no released chart to compare with',
      'run it in a clone of the repository',
    );
  }
  const lock = await readLock(workspace);
  if (lock.value === undefined) return { findings: lock.findings };
  const released = lock.value.charts.find((one) => one.name === name);
  const ref = await refOf(project, name, released);
  const fetch = `git fetch --tags${isShallow === 'true' ? ' --unshallow' : ''}`;
  if (ref === undefined) {
    if (released === undefined && isShallow !== 'true')
      return { value: { previous: undefined }, findings: [] };
    const what = released === undefined ? 'a tag' : `the tag of ${name} ${released.version}`;
    return wrong(
      root,
      `this clone may lack ${what}, which the chart is compared with`,
      `run: ${fetch}`,
    );
  }
  if ((await git(workspace, ['cat-file', '-e', `${ref}^{commit}`])) === undefined)
    return wrong(
      root,
      `this clone lacks the commit ${ref}, from which ${name} ${released?.version} was released`,
      `run: ${fetch}`,
    );
  const found = await folderAt(workspace, ref, root, name);
  return found === undefined
    ? wrong(
        root,
        `${ref} has no Chart.yaml of ${name}, so the tag or the commit is not of this chart`,
        'correct release.lock.json or the tag',
      )
    : { value: { previous: { ref, root: found } }, findings: [] };
};

/** Writes the files of a released chart into a folder. */
export const checkOutPrevious = (
  { workspace }: Project,
  { ref, root }: Previous,
  into: string,
): Promise<boolean> => checkOut(workspace, ref, `./${root}`, into);

/** A chart is tagged before it is pushed, which writes the lock. */
const refOf = async (
  project: Project,
  chart: string,
  released: Released | undefined,
): Promise<string | undefined> => {
  const tags = await tagsOf(project, chart);
  const last = tags.at(-1);
  if (released === undefined || (last && semver.gt(last.parsed, released.version)))
    return last?.tag;
  const own = tags.find(({ parsed }) => parsed.version === released.version);
  return released.commit ?? own?.tag;
};

interface Tag {
  readonly tag: string;
  readonly parsed: semver.SemVer;
}

/** The tags of a chart in the history of the current commit, the highest version last. */
const tagsOf = async ({ workspace, root }: Project, chart: string): Promise<readonly Tag[]> => {
  const names = new Set([
    chart,
    basename(root === '' ? workspace : root),
    ...projectNames(join(workspace, root)),
  ]);
  const tags = await gitLines(workspace, ['tag', '--list', '--merged', 'HEAD']);
  const found = tags.flatMap((tag) => {
    const [, name = '', text = ''] = /^(.+?)[-@/]v?(\d+\.\d+\.\d+.*)$/.exec(tag) ?? [];
    const parsed = semver.parse(text);
    return parsed !== null && names.has(name) ? [{ tag, parsed }] : [];
  });
  return found.toSorted((a, b) => semver.compare(a.parsed, b.parsed));
};

/** Nx takes the name of a project from its package.json or project.json. */
const projectNames = (directory: string): readonly string[] =>
  ['package.json', 'project.json'].flatMap((file) => {
    const path = join(directory, file);
    if (!existsSync(path)) return [];
    const [, name] = /"name":\s*"([^"]+)"/.exec(readFileSync(path, 'utf8')) ?? [];
    return name === undefined ? [] : [name];
  });

/** The folder of the chart at a commit, where it may have had another name. */
const folderAt = async (
  workspace: string,
  ref: string,
  root: string,
  name: string,
): Promise<string | undefined> => {
  const inRoot = posix.join(root, 'Chart.yaml');
  const has = await gitLines(workspace, ['ls-tree', '--name-only', ref, '--', inRoot]);
  if (has.length > 0) return root;
  const others = await gitLines(workspace, [
    'grep',
    '--name-only',
    '-E',
    `^name: *["']?${name}["']? *$`,
    ref,
    '--',
    'Chart.yaml',
    '*/Chart.yaml',
  ]);
  const [only, ...more] = others.map((line) => posix.dirname(line.slice(ref.length + 1)));
  return more.length > 0 ? undefined : only;
};

const wrong = (input: string, message: string, fix: string): { readonly findings: Finding[] } => ({
  findings: [{ rule: 'version', severity: 'error', input: input || '.', message, fix }],
});
