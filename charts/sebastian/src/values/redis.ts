import { redisCredentials } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import { choice, host, image, integer, port, resources } from '@helm-charts/types';

const index = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 0, maximum: 15 });

export const redis = {
  redis: choice(
    'The store of sessions, queues and events.',
    {
      inChart: {
        image: image('Redis.', { repository: 'redis', tag: '7.4.6-bookworm' }),
        user: integer('User and group that own the data, by number.', {
          default: 999,
          minimum: 1,
          immutable: true,
        }),
        volume: volume('Where the append-only file lies.', '20Gi'),
        maxMemoryMegabytes: integer(
          'Memory that the data may take; beyond it writes fail, and nothing is thrown away.',
          { default: 256, minimum: 16 },
        ),
        resources: resources('What Redis asks for and may use.', {
          requests: { cpu: '50m', memory: '128Mi' },
          limits: { memory: '512Mi' },
        }),
      },
      external: {
        host: host('Its name or address.'),
        port: port('Its port.', { default: 6379 }),
        serverDatabase: index('Number of the database of the server.', 0),
        hocuspocusDatabase: index('Number of the database of Hocuspocus.', 1),
      },
    },
    { default: 'inChart' },
  ),
  redisCredentials,
};
