import { claimVolume } from '@helm-charts/blocks';
import { and, equals, names, or, when, whenCase } from '@helm-charts/types';
import type { Values } from './values.ts';

/** PersistentVolumeClaims of the server. */
export const serverClaimNames = {
  files: names.withSuffix('storage'),
  tenantSecrets: names.withSuffix('tenant-secrets'),
};

/** Where the containers of backups and restores have the volumes of the server. */
export const foldersMount = '/folders';

type Folders = Pick<Values, 'storage' | 'tenantSecrets'>;

/** Whether the server writes to a volume, which belongs to one pod. */
export const hasVolume = ({ storage, tenantSecrets }: Folders) =>
  or(equals(storage.type, 'local'), tenantSecrets.volume.enabled);

/** Whether volumes of the server are part of the backups. */
export const hasFolders = (v: Folders & Pick<Values, 'backup'>) =>
  and(v.backup.enabled, v.backup.files, hasVolume(v));

/** The volumes of the server, by the names that the archives of a backup have. */
export const folderVolumes = (v: Folders) => [
  whenCase(v.storage, 'local', ({ volume }) =>
    claimVolume('files', serverClaimNames.files, volume),
  ),
  when(
    v.tenantSecrets.volume.enabled,
    claimVolume('tenant-secrets', serverClaimNames.tenantSecrets, v.tenantSecrets.volume),
  ),
];

export const folderMounts = (v: Folders, readOnly: boolean) => [
  whenCase(v.storage, 'local', () => folderMount('files', readOnly)),
  when(v.tenantSecrets.volume.enabled, folderMount('tenant-secrets', readOnly)),
];

const folderMount = (name: string, readOnly: boolean) => ({
  name,
  mountPath: `${foldersMount}/${name}`,
  ...(readOnly && { readOnly }),
});
