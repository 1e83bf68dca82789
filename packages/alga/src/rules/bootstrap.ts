import type { Container, Pod } from '@helm-charts/kubernetes';

/** Variable with the hash of the bootstrap that a container runs or waits for. */
export const hashVariable = 'BOOTSTRAP_HASH';

/** Whether a pod belongs to the bootstrap Job, by its component label. */
export const isBootstrap = ({ kind, object }: Pod): boolean =>
  kind === 'Job' &&
  object.manifest.metadata.labels?.['app.kubernetes.io/component'] === 'bootstrap';

/** Pods with a long-running container that connects to the database. */
export const databaseUsers = (pods: readonly Pod[]): readonly Pod[] =>
  pods.filter(
    ({ kind, containers }) =>
      kind !== 'Job' &&
      kind !== 'CronJob' &&
      containers.some(
        ({ isLasting, variables }) =>
          isLasting && variables.some(({ name }) => /^DB_(HOST|PASSWORD_SERVER)$/.test(name)),
      ),
  );

/** The init container that waits for the bootstrap. */
export const waitContainerOf = ({ containers }: Pod): Container | undefined =>
  containers.find(
    ({ type, variables }) => type === 'init' && variables.some(({ name }) => name === hashVariable),
  );
