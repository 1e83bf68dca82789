import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import type { Cluster } from '@helm-charts/kubernetes';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, printFinding } from '@helm-charts/types';
import { treeInput } from '../input.ts';
import { type Simulated, simulate } from '../simulate.ts';

/** A HelmRelease in the namespace `system`. */
export const helmRelease = (
  name: string,
  spec: string,
): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: system
spec:
${spec.replace(/^\n/, '').trimEnd()}
`;

/** The chart of a HelmRelease as a path of the Git repository. */
export const gitChart = (path: string, more = ''): string => `  chart:
    spec:
      chart: ${path}
      sourceRef: {kind: GitRepository, name: appliance}
${more}`;

/** The render of a tree. */
export interface RenderedTree extends Simulated {
  readonly cluster: Cluster;
}

/** The render and the written files. */
export interface RenderedFiles {
  readonly workspaceRoot: string;
  readonly profile: RenderedTree;
  readonly texts: ReadonlyMap<string, string>;
  /** The objects of all releases. */
  readonly objects: readonly Manifest[];
  readonly findings: readonly string[];
}

/** Renders the directory `profile` of a workspace with our packages, so that its cache is in it. `prepare` may add files first. */
export const renderFiles = async (
  files: Readonly<Record<string, string>>,
  prepare: (workspaceRoot: string) => Promise<void> = async () => {},
): Promise<RenderedFiles> => {
  const packages = JSON.stringify({ devDependencies: { '@helm-charts/cli': '*' } });
  const workspaceRoot = await workspace({ 'package.json': packages, ...files });
  await prepare(workspaceRoot);
  const out = join(workspaceRoot, 'dist/render/profile');
  const profile = await renderTree(workspaceRoot, out);
  const texts = new Map<string, string>();
  for (const name of await readdir(out)) texts.set(name, await readFile(join(out, name), 'utf8'));
  return {
    workspaceRoot,
    profile,
    texts,
    objects: profile.installed.flatMap(({ documents }) =>
      documents.map(({ manifest }) => manifest),
    ),
    findings: profile.findings.map(printFinding),
  };
};

/** Renders the existing directory `profile` of a workspace, or another directory. */
export const renderTree = async (
  workspaceRoot: string,
  out: string = join(workspaceRoot, 'dist'),
  directory = 'profile',
): Promise<RenderedTree> => {
  const simulated = await simulate(
    treeInput({ workspaceRoot, directory: join(workspaceRoot, directory), out }),
    openEngine({ workspaceRoot }),
  );
  const [cluster] = simulated.clusters;
  if (cluster === undefined) throw new Error('there is no cluster');
  return { ...simulated, cluster };
};
