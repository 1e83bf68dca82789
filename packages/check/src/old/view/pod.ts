import { type Container, commandOf, listensOn } from '@helm-charts/kubernetes';

export { type Container, commandOf, listensOn, type Pod } from '@helm-charts/kubernetes';

/** Whether a container is a server of Postgres: what listens on its port and is not a pool before it. */
export const isPostgres = (container: Container): boolean =>
  listensOn(container, 5432) && !commandOf(container).join(' ').includes('pgbouncer');
