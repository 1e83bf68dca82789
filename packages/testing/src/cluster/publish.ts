import { cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { printReport, type Report } from '@helm-charts/pipeline';
import { bundle, loadBundle } from '@helm-charts/release';
import { runCommand } from '../servers/command.ts';
import { pushArtifact } from './artifact.ts';

export interface Publication {
  /** The workspace with charts/ and flux-profiles/. */
  readonly workspace: string;
  readonly profile: { readonly name: string; readonly version: string };
  /** The address of a registry that speaks HTTP: `127.0.0.1:20001`. */
  readonly registry: string;
  /** For the bundle. What it has is deleted. */
  readonly folder: string;
}

/** Makes a bundle of a profile, loads it into a registry, which gets nothing else, and returns the URL for the flag --registry. */
export const publish = async (publication: Publication): Promise<string> => {
  const { workspace, registry, folder, profile } = publication;
  const url = `oci://${registry}/alga`;
  const copy = join(folder, 'workspace');
  await rm(folder, { recursive: true, force: true });
  const root = join('flux-profiles', profile.name);
  // Outside of the repository, what is not committed is published, too.
  for (const path of ['package.json', 'charts', root])
    await cp(join(workspace, path), join(copy, path), { recursive: true });
  await symlink(join(workspace, 'node_modules'), join(copy, 'node_modules'));
  const output = join(folder, 'bundle.tar');
  orThrow(await bundle({ workspace: copy, root }, { output }));
  orThrow(await loadBundle(output, { registry: url, plainHttp: true }));
  return url;
};

const orThrow = (report: Report): void => {
  if (report.exitCode !== 0) throw new Error(printReport(report));
};

/** Pushes only a profile, for instance a new version of it. */
export const publishProfile = async ({
  workspace,
  profile: { name, version: tag },
  registry,
}: Omit<Publication, 'folder'>): Promise<void> => {
  const layer = await pack(workspace, `flux-profiles/${name}`);
  await pushArtifact(registry, { repository: `alga/${name}`, tag, layer });
};

/** The project's helm with its own home directory. */
export const helmIn = async (folder: string): Promise<(...args: string[]) => Promise<void>> => {
  const { path } = await findTool('helm');
  const environment = { PATH: process.env.PATH ?? '', HOME: folder };
  return async (...args) => {
    const { code, stderr } = await runCommand(path, args, { environment });
    if (code !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}`);
  };
};

const pack = async (workspace: string, directory: string): Promise<Buffer> => {
  const command = 'tar --create --gzip --exclude=src "$1" | base64';
  const { code, stdout, stderr } = await runCommand('sh', ['-c', command, 'sh', directory], {
    cwd: workspace,
  });
  if (code !== 0) throw new Error(`tar: ${stderr}`);
  return Buffer.from(stdout, 'base64');
};
