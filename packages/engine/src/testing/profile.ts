import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, printFinding } from '@helm-charts/types';
import { type RenderedProfile, renderProfile } from '../profile.ts';
import { workspace } from './workspace.ts';

/** A HelmRelease of namespace `system`. */
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

/** What was rendered, and the files that were written. */
export interface RenderedFiles {
  readonly workspaceRoot: string;
  readonly profile: RenderedProfile;
  readonly texts: ReadonlyMap<string, string>;
  /** Of all releases. */
  readonly objects: readonly Manifest[];
  readonly findings: readonly string[];
}

/** Renders the directory `profile` of a workspace. `prepare` may add to it first. */
export const renderFiles = async (
  files: Readonly<Record<string, string>>,
  prepare: (workspaceRoot: string) => Promise<void> = async () => {},
): Promise<RenderedFiles> => {
  const workspaceRoot = await workspace(files);
  await prepare(workspaceRoot);
  const out = join(workspaceRoot, 'dist/render/profile');
  const profile = await renderProfile({
    workspaceRoot,
    profileDir: join(workspaceRoot, 'profile'),
    out,
  });
  const texts = new Map<string, string>();
  for (const name of await readdir(out)) texts.set(name, await readFile(join(out, name), 'utf8'));
  const failed = profile.failures.flatMap(({ findings }) => findings);
  return {
    workspaceRoot,
    profile,
    texts,
    objects: profile.renders.flatMap(({ documents }) => documents.map(({ manifest }) => manifest)),
    findings: [...profile.findings, ...failed].map(printFinding),
  };
};
