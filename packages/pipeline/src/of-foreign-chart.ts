import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkChart, waive } from '@helm-charts/check';
import { parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Checked, Finding } from '@helm-charts/types';
import { loadConfig } from './config.ts';
import { deduplicate } from './deduplicate.ts';
import { readFiles } from './files.ts';
import { appliedObjects, lookupObjects } from './lookup-objects.ts';
import { outputFolder } from './output-folder.ts';
import { overlaysInCi, overlaysOfFiles } from './overlays.ts';
import type { Project } from './place.ts';
import type { DatedOptions, Subject } from './render.ts';
import { count } from './report.ts';
import { checksOfOthers } from './rule-sets.ts';
import { withVarying } from './varying.ts';

/** Whether a directory is a Helm chart without TypeScript sources. */
export const isForeignChart = ({ workspace, root }: Project): boolean => {
  const has = (file: string): boolean => existsSync(join(workspace, root, file));
  return has('Chart.yaml') && !has('src/chart.ts') && !has('src/profile.ts');
};

/** What the values of a test cause, and not the chart: passwords that its author made up, and resources that its users set. */
const causedByValues: ReadonlySet<string> = new Set([
  'autoscaler-request',
  'image-name',
  'secret-in-annotation',
  'secret-in-argument',
  'secret-in-config-map',
  'secret-in-variable',
]);

/**
 * A third-party Helm chart with its `ci/*-values.yaml`, else with its defaults, or with values files instead of them.
 */
export const ofForeignChart = async (
  { workspace, root }: Project,
  { values = [], previous, lookup = [], output, rules, today }: DatedOptions,
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
  if (lookup.includes(appliedObjects))
    return refuse('--lookup applied works with trees of Flux objects', 'name a file with objects');
  const found = lookupObjects(lookup, workspace);
  if (found.value === undefined) return { findings: found.findings };
  const cluster = found.value;
  const config = await loadConfig(workspace);
  if (config.value === undefined) return { findings: config.findings };
  const { ruleSets, waivers = [] } = checksOfOthers(rules, config.value.treeChecks);
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
            // Unlike helm template, a cluster has all APIs of its version of Kubernetes.
            cluster,
          })),
        },
      ],
      check: (simulated) => {
        const varying = simulated.flatMap((one) => one.varying);
        const broken = simulated.flatMap(({ clusters }) =>
          clusters.flatMap((cluster) =>
            checkChart({ cluster, secrets: [], dataClaims: [], charts: [] }, ruleSets),
          ),
        );
        const found = broken.map(
          (finding): Finding =>
            causedByValues.has(finding.rule) ? { ...finding, severity: 'warning' } : finding,
        );
        return waive(deduplicate(withVarying(found, varying, [])), waivers, today);
      },
      what: ([simulated]) =>
        count(simulated?.installed.length ?? 0, values.length > 0 ? 'values file' : 'scenario'),
      isForeign: true,
    },
    findings: [],
  };
};
