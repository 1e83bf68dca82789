import { claimVolume, configMapVolume } from '@helm-charts/blocks';
import { environment, restrictedContainer, type Setting, when, whenCase } from '@helm-charts/types';
import { backupScripts, backupsClaim, backupsMount } from './backup.ts';
import type { RestoreFilesEnvironment } from './environment/backup.ts';
import { folderMounts, foldersMount, hasFolders } from './folders.ts';
import { requestMount, requestVolume } from './restore-request.ts';
import type { Values } from './values.ts';

/** Before the server starts: its user owns the files, and its pod has the volumes. */
export const restoreFiles = (v: Values) =>
  whenCase(v.postgres, 'inChart', (own) => [
    when(
      hasFolders(v),
      restrictedContainer({
        name: 'restore-files',
        image: own.image,
        command: ['/bin/sh', '/restore/restore-files.sh'],
        env: environment({
          BACKUPS_DIR: backupsMount,
          RESTORE_DIR: requestMount.mountPath,
          FOLDERS_DIR: foldersMount,
          RESTORE_WAIT_SECONDS: v.backup.restoreWaitSeconds,
        } satisfies RestoreFilesEnvironment<Setting>),
        terminationMessagePolicy: 'FallbackToLogsOnError',
        // The group reads the backups.
        securityContext: { runAsGroup: own.user },
        resources: v.backup.resources,
        volumeMounts: [
          ...folderMounts(v, false),
          { name: 'backups', mountPath: backupsMount, readOnly: true },
          { name: 'restore-scripts', mountPath: '/restore', readOnly: true },
          requestMount,
          { name: 'tmp', mountPath: '/tmp' },
        ],
      }),
    ),
  ]);

/** Further volumes of the pod of the server. */
export const restoreFilesVolumes = (v: Values) => [
  whenCase(v.postgres, 'inChart', () => [
    when(hasFolders(v), [
      claimVolume('backups', backupsClaim, v.backup.volume),
      configMapVolume('restore-scripts', backupScripts.name, ['restore-files.sh']),
      requestVolume,
    ]),
  ]),
];
