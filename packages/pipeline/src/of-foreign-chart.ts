import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Checked } from '@helm-charts/types';
import { deduplicate } from './deduplicate.ts';
import { readFiles } from './files.ts';
import { outputFolder } from './output-folder.ts';
import { overlaysInCi, overlaysOfFiles } from './overlays.ts';
import type { Project } from './place.ts';
import type { RenderOptions, Subject } from './render.ts';
import { count } from './report.ts';
import { withVarying } from './varying.ts';

/** Whether a directory is a Helm chart without TypeScript sources. */
export const isForeignChart = ({ workspace, root }: Project): boolean => {
  const has = (file: string): boolean => existsSync(join(workspace, root, file));
  return has('Chart.yaml') && !has('src/chart.ts') && !has('src/profile.ts');
};

/**
 * A third-party Helm chart with its `ci/*-values.yaml`, else with its defaults, or with values files instead of them.
 * The rule sets of this workspace do not apply to it.
 */
export const ofForeignChart = async (
  { workspace, root }: Project,
  { values = [], previous, output }: RenderOptions,
): Promise<Checked<Subject>> => {
  const refuse = (message: string, fix: string): Checked<Subject> => ({
    findings: [{ rule: 'usage', severity: 'error', input: root || '.', message, fix }],
  });
  if (root.startsWith('..'))
    return refuse(
      `it is outside the repository ${workspace}`,
      'change to the root of its own repository first',
    );
  if (previous !== undefined)
    return refuse('--previous works only with a chart or a profile of this workspace', 'remove it');
  const directory = join(workspace, root);
  const written = await overlaysOfFiles(values, directory, workspace);
  if (written.value === undefined) return { findings: written.findings };
  const overlays =
    written.value.length > 0 ? written.value : await overlaysInCi(directory, workspace);
  const usual = { name: 'defaults', values: {}, findings: [] };
  const metadata = parseYaml(readFileSync(join(directory, 'Chart.yaml'), 'utf8')).value;
  const base = outputFolder(workspace, output);
  const folder = base && join(base, 'charts', basename(directory));
  return {
    value: {
      name: root || 'chart',
      inputs: [
        {
          kind: 'chart',
          workspaceRoot: workspace,
          files: readFiles(workspace),
          directory,
          out: folder && values.length > 0 ? join(folder, 'values') : folder,
          scenarios: (overlays.length > 0 ? overlays : [usual]).map((overlay) => ({
            ...overlay,
            release: stringAt(metadata, 'name') ?? basename(directory),
            namespace: 'default',
          })),
        },
      ],
      check: (simulated) => {
        const varying = simulated.flatMap((one) => one.varying);
        return deduplicate(withVarying([], varying, []));
      },
      what: ([simulated]) =>
        count(simulated?.installed.length ?? 0, values.length > 0 ? 'values file' : 'scenario'),
      isForeign: true,
    },
    findings: [],
  };
};
