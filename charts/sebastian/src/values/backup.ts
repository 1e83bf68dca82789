import { volume } from '@helm-charts/blocks';
import { boolean, integer, object, optional, resources, string } from '@helm-charts/types';

export const backup = {
  backup: object('Backups of all databases of the Postgres of this chart, with their roles.', {
    enabled: boolean('Whether backups are made, and can be restored.', { default: false }),
    schedule: string('Time of the backups, in the cron format.', {
      default: '30 2 * * *',
      minLength: 1,
    }),
    keep: integer('Number of backups on the volume. Older ones are deleted after each backup.', {
      default: 7,
      minimum: 1,
    }),
    certificate: optional(
      string(
        'X.509 certificate in PEM format. With it, backups are encrypted, and only the owner of its private key can restore them.',
        { pattern: '^-----BEGIN CERTIFICATE-----' },
      ),
    ),
    volume: volume('Volume of the backups. Copy them from there to another machine.', '20Gi'),
    waitSeconds: integer('Seconds to wait for Postgres.', { default: 300, minimum: 1 }),
    restoreWaitSeconds: integer(
      'Seconds to wait for the next part of a backup that is copied to the volume.',
      { default: 600, minimum: 1 },
    ),
    resources: resources('Resources of the container that makes a backup.', {
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { memory: '512Mi' },
    }),
  }),
};
