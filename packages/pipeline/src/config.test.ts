import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { orFail, printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from './config.ts';
import { chartRoots, profileRoots } from './roots.ts';

/** A workspace with these files, which is removed after the test. */
const workspaceOf = (files: Readonly<Record<string, string>>): string => {
  const workspace = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(workspace, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  return workspace;
};

/** The charts and profiles of a workspace with these files. */
const rootsOf = async (files: Readonly<Record<string, string>>) => {
  const workspace = workspaceOf(files);
  const config = orFail(await loadConfig(workspace));
  return { charts: chartRoots(workspace, config), profiles: profileRoots(workspace, config) };
};

test('without a configuration: the root, charts/* and flux-profiles/*', async () => {
  expect(
    await rootsOf({
      'charts/b/src/chart.ts': '',
      'charts/a/src/chart.ts': '',
      'charts/notes.md': '',
      'charts/empty/src/values.ts': '',
      'deploy/c/src/chart.ts': '',
      'flux-profiles/p/src/profile.ts': '',
      'flux-profiles/chart/src/chart.ts': '',
    }),
  ).toEqual({ charts: ['charts/a', 'charts/b'], profiles: ['flux-profiles/p'] });
  expect(await rootsOf({})).toEqual({ charts: [], profiles: [] });
});

test('a chart in the root has the root ""', async () => {
  expect(await rootsOf({ 'src/chart.ts': '', 'charts/a/src/chart.ts': '' })).toEqual({
    charts: ['', 'charts/a'],
    profiles: [],
  });
});

test('returns the directories in the configuration, each once', async () => {
  expect(
    await rootsOf({
      'helm-charts.config.ts':
        "export default { charts: ['./deploy/*', 'deploy/a', 'one', 'absent'], profiles: ['clusters/*/'] };",
      'charts/x/src/chart.ts': '',
      'deploy/a/src/chart.ts': '',
      'deploy/b/src/chart.ts': '',
      'one/src/chart.ts': '',
      'clusters/p/src/profile.ts': '',
    }),
  ).toEqual({ charts: ['deploy/a', 'deploy/b', 'one'], profiles: ['clusters/p'] });
});

test('an empty list does not mean the default', async () => {
  expect(
    await rootsOf({
      'helm-charts.config.ts': 'export default { charts: [] };',
      'charts/a/src/chart.ts': '',
      'flux-profiles/p/src/profile.ts': '',
    }),
  ).toEqual({ charts: [], profiles: ['flux-profiles/p'] });
});

test.each([
  ["throw new Error('no such set\\nof rules');", 'no such set'],
  ["throw 'a text';", 'a text'],
  [
    'export const charts = [];',
    'it has no default export; write: export default defineConfig({ … })',
  ],
  ['export default null;', 'it has no default export; write: export default defineConfig({ … })'],
  [
    "export default { charts: 'deploy' };",
    `its "charts" is not a list of directories; write: charts: ['deploy/*']`,
  ],
  [
    'export default { profiles: [1] };',
    `its "profiles" is not a list of directories; write: profiles: ['deploy/*']`,
  ],
  [
    "export default { mirrors: { 'oci://a': 1 } };",
    `its "mirrors" does not name URLs; write: mirrors: { 'oci://ghcr.io/site': 'oci://registry.example.com/ghcr/site' }`,
  ],
  [
    "export default { chart: ['deploy'], rules: [] };",
    [
      'it has no option "chart"; use charts, profiles, schemas, sources, mirrors, inCluster, target, checks, featureGates, treeChecks, limits, appliance',
      'it has no option "rules"; use charts, profiles, schemas, sources, mirrors, inCluster, target, checks, featureGates, treeChecks, limits, appliance',
    ],
  ],
  [
    "export default { limits: { timeout: 'soon', maxMemory: 1, memory: '1GiB' } };",
    [
      `its limit "timeout" is not a duration; write: timeout: '60s'`,
      `its limit "maxMemory" is not a size; write: maxMemory: '2GiB'`,
      'its "limits" has no "memory"; use timeout, maxMemory, maxOutput',
    ],
  ],
  [
    "export default { target: { kubernetes: '1.2', flux: 'next' } };",
    [
      'of its "target", there are no schemas of Kubernetes 1.2; use 1.36 or 1.37',
      'of its "target", there are no schemas of Flux next; use 2.9 or 2.10',
    ],
  ],
  [
    "export default { target: '1.37' };",
    `its "target" does not name versions of Kubernetes and Flux; write: target: { kubernetes: '1.37', flux: '2.10' }`,
  ],
  [
    "export default { limits: '1GiB' };",
    `its "limits" is no object; write: limits: { timeout: '60s' }`,
  ],
])('reports a wrong configuration with its file: %s', async (text, sentences) => {
  const workspace = workspaceOf({ 'helm-charts.config.ts': text });
  const { value, findings } = await loadConfig(workspace);
  expect(value).toBeUndefined();
  expect(findings.map(printFinding)).toEqual(
    [sentences].flat().map((sentence) => `error helm-charts.config.ts: ${sentence}. [config]`),
  );
});
