import { type ProfileImages, placeholderTag } from '@helm-charts/types';

/**
 * Every image of an installation of Alga PSA: the defaults of the charts, the images of the profiles, and the list for sites without Internet.
 * Nine-Minds publishes its images under the hash of a commit; where no such tag is known a site must choose one.
 */
export const images = {
  server: { repository: 'ghcr.io/nine-minds/alga-psa-ee', tag: 'c18cf795' },
  hocuspocus: {
    repository: 'harbor.nineminds.com/nineminds/sebastian_hocuspocus',
    tag: placeholderTag,
  },
  'workflow-worker': { repository: 'ghcr.io/nine-minds/workflow-worker', tag: '61e4a00e' },
  'temporal-worker': {
    repository: 'harbor.nineminds.com/nineminds/temporal-worker',
    tag: 'e90ce14',
  },
  'email-service': { repository: 'ghcr.io/nine-minds/email-service', tag: '61e4a00e' },
  postgres: { repository: 'pgvector/pgvector', tag: '0.8.1-pg17' },
  redis: { repository: 'redis', tag: '7.4.6-bookworm' },
  pgbouncer: { repository: 'edoburu/pgbouncer', tag: 'v1.25.2-p0' },
  nginx: { repository: 'nginxinc/nginx-unprivileged', tag: '1.28.0-alpine' },
  temporal: { repository: 'temporalio/server', tag: '1.31.2' },
  'temporal-tools': { repository: 'temporalio/admin-tools', tag: '1.31.2' },
  'postgres-exporter': { repository: 'prometheuscommunity/postgres-exporter', tag: 'v0.20.1' },
  'pgbouncer-exporter': { repository: 'prometheuscommunity/pgbouncer-exporter', tag: 'v0.12.1' },
  'redis-exporter': { repository: 'oliver006/redis_exporter', tag: 'v1.88.0' },
  'temporal-ui': { repository: 'temporalio/ui', tag: '2.52.0' },
} as const satisfies ProfileImages;
