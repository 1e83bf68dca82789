import { names } from '@helm-charts/types';

/** Secret that asks for a restore. The program of the appliance creates it, and deletes it when the restore is done. */
const request = names.withSuffix('restore');

export const requestVolume = {
  name: 'restore',
  secret: { secretName: request, optional: true, defaultMode: 0o440 },
};

export const requestMount = {
  name: 'restore',
  mountPath: '/run/secrets/restore',
  readOnly: true,
} as const;
