import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { runCommand } from '../servers/command.ts';
import { pushArtifact } from './artifact.ts';

export interface Publication {
  /** The workspace with charts/ and flux-profiles/. */
  readonly workspace: string;
  readonly profile: { readonly name: string; readonly version: string };
  /** The address of a registry that speaks HTTP: `127.0.0.1:20001`. */
  readonly registry: string;
  /** For the packages and the cache of helm. */
  readonly folder: string;
}

/** Pushes the charts of a workspace and a profile to a registry, and returns the URL for the flag --registry. */
export const publish = async (publication: Publication): Promise<string> => {
  const { workspace, registry, folder } = publication;
  const url = `oci://${registry}/alga`;
  await mkdir(folder, { recursive: true });
  const helm = await helmIn(folder);
  for (const chart of await readdir(join(workspace, 'charts'))) {
    await helm('package', join(workspace, 'charts', chart), '--destination', folder);
  }
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.tgz'))) {
    await helm('push', join(folder, file), `${url}/charts`, '--plain-http');
  }
  await publishProfile(publication);
  return url;
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
