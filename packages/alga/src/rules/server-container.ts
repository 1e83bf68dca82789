import type { Container } from '@helm-charts/kubernetes';

/** Whether a container runs the server: only the server connects to Postgres as administrator, too. */
export const isServer = ({ isLasting, settings }: Container): boolean =>
  isLasting && settings.has('DB_HOST_ADMIN');
