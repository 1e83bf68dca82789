import { type Container, commandOf, listensOn } from '@helm-charts/kubernetes';

/** Whether a container is a server of Postgres: it listens on port 5432 and is no PgBouncer. */
export const isPostgres = (container: Container): boolean =>
  listensOn(container, 5432) && !commandOf(container).join(' ').includes('pgbouncer');
