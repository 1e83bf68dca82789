import type { Container, Pod } from '@helm-charts/kubernetes';

/** The variable that names the bootstrap which a container runs or waits for. */
export const hashVariable = 'BOOTSTRAP_HASH';

/** Whether a pod is that of the Job which the chart calls its bootstrap. */
export const isBootstrap = ({ kind, object }: Pod): boolean =>
  kind === 'Job' &&
  object.manifest.metadata.labels?.['app.kubernetes.io/component'] === 'bootstrap';

/** The pods that connect to the database for as long as they run. */
export const databaseUsers = (pods: readonly Pod[]): readonly Pod[] =>
  pods.filter(
    ({ kind, containers }) =>
      kind !== 'Job' &&
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
