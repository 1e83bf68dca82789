import { type Context, problem, type Rule } from '@helm-charts/check';
import { type Pod, selects, stringAt, targetPort } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { poolerConfig, poolerPod, server } from './example-pooler.ts';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerListenPort: Rule = {
  id: 'pgbouncer-listen-port',
  set: 'alga',
  title: 'PgBouncer listens on the port that its Service forwards to.',
  why: 'Otherwise clients can not connect.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad:
    poolerConfig([server], ['listen_port = 5432']) +
    poolerPod() +
    `---
apiVersion: v1
kind: Service
metadata: { name: pool }
spec: { selector: { app: pool }, ports: [{ port: 5432, targetPort: 6432 }] }
`,
  good:
    poolerConfig([server], ['listen_port = 6432']) +
    poolerPod() +
    `---
apiVersion: v1
kind: Service
metadata: { name: pool }
spec: { selector: { app: pool }, ports: [{ port: 5432, targetPort: 6432 }] }
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) => {
      const port = Number(pooler.settings.get('listen_port') ?? 6432);
      return servicePorts(context, pooler.pods)
        .filter(({ target }) => target !== port)
        .map(({ target, id }) =>
          problem(
            pooler.config,
            configPath,
            `listen_port is ${port}, but ${id} forwards to ${target}, so clients can not connect`,
            `set listen_port = ${target}`,
          ),
        );
    }),
};

/** Target ports of the Services that select the pods. */
const servicePorts = ({ services }: Context, pods: readonly Pod[]) =>
  pods.flatMap((pod) =>
    services
      .filter((service) => selects(service, pod))
      .flatMap(({ object, ports }) =>
        ports
          .filter((port) => /pgbouncer|postgres|^$/.test(stringAt(port, 'name') ?? ''))
          .flatMap((port) => {
            const target = targetPort(port, pod);
            return target === undefined ? [] : [{ target, id: manifestId(object.manifest) }];
          }),
      ),
  );
