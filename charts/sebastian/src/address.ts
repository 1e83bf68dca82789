import { serviceHost } from '@helm-charts/alga';
import { helper, match } from '@helm-charts/types';
import type { Values } from './values.ts';

/** Address of Postgres, not of a pooler. */
export const postgres = (v: Values) => ({
  host: helper(
    'postgresHost',
    match(v.postgres, { inChart: () => serviceHost(v, 'db'), external: ({ host }) => host }),
  ),
  port: helper(
    'postgresPort',
    match(v.postgres, { inChart: () => 5432, external: ({ port }) => port }),
  ),
});

export const redis = (v: Values) => ({
  host: helper(
    'redisHost',
    match(v.redis, { inChart: () => serviceHost(v, 'redis'), external: ({ host }) => host }),
  ),
  port: helper('redisPort', match(v.redis, { inChart: () => 6379, external: ({ port }) => port })),
});
