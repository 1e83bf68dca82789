import { images, redisCredentials } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import { choice, host, image, integer, port, resources } from '@helm-charts/types';

const index = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 0, maximum: 15 });

export const redis = {
  redis: choice(
    'Redis, which holds sessions, queues and events.',
    {
      inChart: {
        image: image('Image of Redis.', images.redis),
        user: integer('Numeric user and group ID that owns the data.', {
          default: 999,
          minimum: 1,
          immutable: true,
        }),
        volume: volume('Volume of the append-only file.', '20Gi'),
        maxMemoryMegabytes: integer(
          'Maximum memory of the data, in megabytes. If the data needs more, writes fail; Redis evicts no data.',
          { default: 256, minimum: 16 },
        ),
        resources: resources('Resources of the container of Redis.', {
          requests: { cpu: '50m', memory: '128Mi' },
          limits: { memory: '512Mi' },
        }),
      },
      external: {
        host: host('Host name or IP address.'),
        port: port('Port.', { default: 6379 }),
        serverDatabase: index('Redis database number of the server.', 0),
        hocuspocusDatabase: index('Redis database number of Hocuspocus.', 1),
      },
    },
    { default: 'inChart' },
  ),
  redisCredentials,
};
