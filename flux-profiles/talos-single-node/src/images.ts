import { images as all } from '@helm-charts/alga';

const {
  hocuspocus: _documents,
  'temporal-ui': _ui,
  'postgres-exporter': _postgres,
  'pgbouncer-exporter': _pgbouncer,
  'redis-exporter': _redis,
  ...used
} = all;

/** The images that the profile runs. Hocuspocus, the web UI of Temporal and the exporters are not part of it. */
export const images: typeof used = used;
