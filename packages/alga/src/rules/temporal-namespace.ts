import { type Context, problem, type Rule } from '@helm-charts/check';
import { objectAt, type Pod, stringAt } from '@helm-charts/kubernetes';
import { temporalServers } from './temporal-server.ts';

export const temporalNamespace: Rule = {
  id: 'temporal-namespace',
  set: 'alga',
  title: 'A Job in the release of Temporal creates the namespace in TEMPORAL_NAMESPACE.',
  why: 'Temporal rejects a worker whose namespace does not exist.',
  source: 'Temporal docs, Namespaces',
  severity: 'error',
  scope: 'cluster',
  bad: objects('production'),
  good: objects('default'),
  check: (context) => {
    const servers = temporalServers(context);
    if (servers.length === 0) return [];
    return context.pods
      .filter(({ kind }) => kind !== 'Job')
      .flatMap(({ object, containers }) =>
        containers.flatMap(({ name, settings, variables, path }) => {
          const namespace = settings.get(variable);
          if (namespace === undefined || isCreated(context, servers, namespace)) return [];
          const at = variables.find((one) => one.name === variable);
          return [
            problem(
              object,
              at === undefined ? [...path, 'envFrom'] : at.path,
              `container ${name} uses the Temporal namespace ${namespace}, which no Job in the release of Temporal creates`,
              `create ${namespace} in the values of Temporal, or set ${variable} to an existing namespace`,
            ),
          ];
        }),
      );
  },
};

const variable = 'TEMPORAL_NAMESPACE';

/** Whether a Job in the release of the server contains the name of the namespace, in its manifest or in a mounted file. */
const isCreated = (
  { pods, find }: Pick<Context, 'pods' | 'find'>,
  servers: readonly Pod[],
  namespace: string,
): boolean =>
  pods
    .filter(
      ({ kind, object }) =>
        kind === 'Job' && servers.some((server) => server.object.release === object.release),
    )
    .some((job) => {
      const files = job.volumes.map(({ source }) =>
        objectAt(
          find('ConfigMap', job.namespace, stringAt(source, 'name') ?? '')?.manifest,
          'data',
        ),
      );
      const text = JSON.stringify([job.containers.map(({ fields }) => fields), files]);
      return text.split(/[^\w-]+/).includes(namespace);
    });

function objects(namespace: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: temporal }
spec: { containers: [{ name: temporal, ports: [{ containerPort: 7233 }] }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: temporal-namespace }
spec:
  template:
    spec:
      containers:
        - { name: tools, command: [temporal, operator, namespace, create, default] }
---
apiVersion: v1
kind: Pod
metadata: { name: worker }
spec:
  containers: [{ name: worker, env: [{ name: TEMPORAL_NAMESPACE, value: ${namespace} }] }]
`;
}
