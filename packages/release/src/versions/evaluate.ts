import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { cacheFolder, digest, loadChart, type Project } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import semver from 'semver';
import { type ChartContent, type Comparison, compareCharts } from './compare.ts';
import { readContent } from './content.ts';
import { nextVersion } from './level.ts';
import { checkOutPrevious, findPrevious, type Previous } from './previous.ts';
import { type Overlay, overlaysIn, renderAll, scenariosOf } from './render.ts';

/** What a chart changed since it was released, and the version that it needs. */
export interface Evaluation extends Comparison {
  readonly name: string;
  /** The version that it has. */
  readonly version: string;
  /** The version that was released last; undefined if none was. */
  readonly released: string | undefined;
  /** The commit or tag of that version. */
  readonly ref: string | undefined;
  /** The lowest version that the changes need. */
  readonly next: string;
}

/** Compares a chart with the version of it that was released last. */
export const evaluate = async (project: Project): Promise<Checked<Evaluation>> => {
  const { workspace, root } = project;
  const directory = join(workspace, root);
  const input = await inputOf(project);
  if (input.value === undefined) return { findings: input.findings };
  const after = await readContent(directory, root || '.');
  if (after.value === undefined) return { findings: after.findings };
  const { name = '', version = '' } = after.value.metadata;
  const found = await findPrevious(project, name);
  if (found.value === undefined) return { findings: found.findings };
  const { previous } = found.value;
  if (previous === undefined) {
    const value = { name, version, released: undefined, ref: undefined, next: version };
    return { value: { ...value, level: 'none', reasons: [] }, findings: [] };
  }
  const folder = await mkdtemp(join(tmpdir(), 'helm-charts-version-'));
  try {
    return await comparePrevious(project, previous, after.value, input.value, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Input {
  readonly overlays: readonly Overlay[];
  readonly namespace: string;
  readonly release: string | undefined;
}

const inputOf = async (project: Project): Promise<Checked<Input>> => {
  const directory = join(project.workspace, project.root);
  if (!existsSync(join(directory, 'src/chart.ts'))) {
    const overlays = await overlaysIn(directory);
    return { value: { overlays, namespace: 'default', release: undefined }, findings: [] };
  }
  const { value: chart, findings } = await loadChart(project);
  if (chart === undefined) return { findings };
  const { name, namespace = 'default' } = { name: chart.name, ...chart.release };
  return {
    value: { overlays: scenariosOf(chart), namespace, release: name },
    findings: [],
  };
};

const comparePrevious = async (
  { workspace, root }: Project,
  previous: Previous,
  after: Omit<ChartContent, 'renders'>,
  { overlays, namespace, release }: Input,
  folder: string,
): Promise<Checked<Evaluation>> => {
  await checkOutPrevious({ workspace, root }, previous, folder);
  const before = await readContent(folder, `${previous.root} at ${previous.ref}`);
  if (before.value === undefined) return { findings: before.findings };
  const { name = '', version = '' } = after.metadata;
  const engine = openEngine({ workspaceRoot: workspace, cache: cacheFolder(workspace) });
  const toRender = (directory: string, { files }: Omit<ChartContent, 'renders'>) => ({
    directory,
    namespace,
    release: release ?? name,
    content: digest(JSON.stringify(files)),
  });
  const now = await renderAll(toRender(join(workspace, root), after), overlays, engine);
  const broken = now.findings.filter(({ severity }) => severity === 'error');
  if (broken.length > 0) return { findings: broken };
  const was = await renderAll(toRender(folder, before.value), overlays, engine);
  const findings =
    Object.keys(was.renders).length > 0 || overlays.length === 0 ? [] : notRendered(root, previous);
  const released = before.value.metadata.version ?? '';
  if (semver.valid(released) === null || semver.valid(version) === null)
    return { findings: [noVersion(root, version, released)] };
  const comparison = compareCharts(
    { ...before.value, renders: was.renders },
    { ...after, renders: now.renders },
  );
  const next = nextVersion(released, comparison.level);
  return {
    value: { ...comparison, name, version, released, ref: previous.ref, next },
    findings,
  };
};

const notRendered = (root: string, { ref }: Previous): readonly Finding[] => [
  {
    rule: 'version',
    severity: 'warning',
    input: root || '.',
    message: `the chart at ${ref} renders with none of the scenarios, so only values and metadata are compared`,
    fix: 'read its objects yourself before you choose the version',
  },
];

const noVersion = (root: string, version: string, released: string): Finding => ({
  rule: 'version',
  severity: 'error',
  input: root || '.',
  message: `the version "${version}", or the released one "${released}", is not SemVer 2`,
  fix: 'write three numbers with dots between them',
});
