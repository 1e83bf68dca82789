import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Checked } from '@helm-charts/types';
import { treeInput } from './input.ts';
import { installationOf, releasesOf } from './installation.ts';
import { isDirectory, type Project } from './place.ts';
import type { RenderOptions, Subject } from './render.ts';

/** Whether a directory is one that Flux is pointed at, and no chart or profile of this workspace. */
export const isTree = ({ workspace, root }: Project): boolean => {
  const directory = join(workspace, root);
  if (!isDirectory(directory)) return false;
  if (
    ['src/chart.ts', 'src/profile.ts', 'Chart.yaml'].some((file) =>
      existsSync(join(directory, file)),
    )
  )
    return false;
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).some((path) =>
    ['.yaml', '.yml'].includes(extname(path)),
  );
};

/**
 * A tree of Flux objects that somebody wrote as YAML. The rules are those of a profile of this
 * workspace and say nothing of it; objects may be of kinds that no schema knows.
 */
export const ofTree = (
  { workspace, root }: Project,
  { values = [], previous }: RenderOptions,
): Checked<Subject> => {
  const refuse = (message: string, fix: string): Checked<Subject> => ({
    findings: [{ rule: 'usage', severity: 'error', input: root, message, fix }],
  });
  if (root.startsWith('..')) {
    const message = `it lies outside the repository ${workspace}`;
    return refuse(message, 'go to the root of its own first');
  }
  if (values.length > 0 || previous !== undefined) {
    const message = '--values goes with a chart, --previous with a chart or a profile';
    return refuse(message, 'leave it out');
  }
  const subject: Subject = {
    name: root || 'all',
    inputs: [
      treeInput({
        workspaceRoot: workspace,
        directory: join(workspace, root),
        out: join(workspace, 'dist/render', root.replaceAll('/', '-') || 'all'),
      }),
    ],
    check: () => [],
    what: (simulated) => simulated.map(releasesOf).join(),
    details: (simulated) => simulated.flatMap(installationOf),
    isForeign: true,
  };
  return { value: subject, findings: [] };
};
