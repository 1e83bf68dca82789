import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { checkProfile, waive } from '@helm-charts/check';
import type { Checked } from '@helm-charts/types';
import { cacheFolder } from './cache-folder.ts';
import { declaredSources, loadConfig } from './config.ts';
import { deduplicate } from './deduplicate.ts';
import { openFolders } from './folders.ts';
import { gapsOf } from './gaps.ts';
import { treeInput } from './input.ts';
import { installationOf, releasesOf } from './installation.ts';
import { lookupObjects } from './lookup-objects.ts';
import { outputFolder } from './output-folder.ts';
import { isDirectory, type Project } from './place.ts';
import type { DatedOptions, Subject } from './render.ts';
import { checksOfOthers } from './rule-sets.ts';
import { storeOf } from './store.ts';
import { withVarying } from './varying.ts';

/** Whether a directory contains Flux objects or manifests and is not a chart or profile of this workspace. */
export const isTree = ({ workspace, root }: Project): boolean => {
  const directory = join(workspace, root);
  if (!isDirectory(directory)) return false;
  if (
    ['src/chart.ts', 'src/profile.ts', 'Chart.yaml'].some((file) =>
      existsSync(join(directory, file)),
    )
  )
    return false;
  const isYaml = (path: string): boolean => ['.yaml', '.yml'].includes(extname(path));
  return [false, true].some((recursive) =>
    readdirSync(directory, { recursive, encoding: 'utf8' }).some(isYaml),
  );
};

/** The file with the folders of the charts of a tree. Repositories may share the cache. */
const foldersFile = (workspace: string, root: string): string => {
  const name = createHash('sha256')
    .update(JSON.stringify([workspace, root]))
    .digest('hex');
  return join(cacheFolder(workspace), 'folders', `${name}.json`);
};

/**
 * A tree of Flux objects in YAML. Its objects may have kinds without a schema.
 */
export const ofTree = async (
  { workspace, root }: Project,
  { values = [], previous, lookup = [], output, rules, today, cache = true }: DatedOptions,
): Promise<Checked<Subject>> => {
  const refuse = (message: string, fix: string): Checked<Subject> => ({
    findings: [{ rule: 'usage', severity: 'error', input: root, message, fix }],
  });
  if (root.startsWith('..')) {
    const message = `it is outside the repository ${workspace}`;
    return refuse(message, 'change to the root of its own repository first');
  }
  if (values.length > 0 || previous !== undefined) {
    const message =
      '--values works only with a chart, and --previous only with a chart or a profile of this workspace';
    return refuse(message, 'remove the option');
  }
  const config = await loadConfig(workspace);
  if (config.value === undefined) return { findings: config.findings };
  const found = lookupObjects(lookup, workspace);
  if (found.value === undefined) return { findings: found.findings };
  const folder = outputFolder(workspace, output);
  const inCluster = config.value.inCluster ?? [];
  const { ruleSets, waivers = [] } = checksOfOthers(rules, config.value.treeChecks);
  const subject: Subject = {
    name: root || 'all',
    inputs: [
      treeInput({
        workspaceRoot: workspace,
        store: storeOf(workspace),
        folders: openFolders(cache ? foldersFile(workspace, root) : undefined),
        declaredSources: declaredSources(config.value),
        assumptions: {
          inCluster,
          assumesSecrets: true,
          allowsRemote: true,
          acceptsDuplicateKeys: true,
        },
        directory: join(workspace, root),
        cluster: lookup.length > 0 ? found.value : undefined,
        out: folder && join(folder, root.replaceAll('/', '-') || 'all'),
      }),
    ],
    check: (simulated) => {
      const varying = simulated.flatMap((one) => one.varying);
      const broken = simulated.flatMap(({ clusters, built }) =>
        clusters.flatMap((cluster, index) =>
          checkProfile(
            {
              cluster,
              secrets: [],
              dataClaims: [],
              charts: [],
              kind: 'tree',
              inCluster,
              gaps: gapsOf(built, cluster, index > 0),
            },
            ruleSets,
          ),
        ),
      );
      return waive(deduplicate(withVarying(broken, varying, [])), waivers, today);
    },
    what: (simulated) => simulated.map(releasesOf).join(),
    details: (simulated) => simulated.flatMap(installationOf),
    isForeign: true,
  };
  return { value: subject, findings: [] };
};
