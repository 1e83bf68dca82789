import { enumerate, problem, type Rule } from '@helm-charts/check';
import { selects } from '@helm-charts/kubernetes';
import { temporalServers } from './temporal-server.ts';

export const temporalFrontendAddress: Rule = {
  id: 'temporal-frontend-address',
  set: 'alga',
  title: 'TEMPORAL_ADDRESS names the Service of the Temporal frontend.',
  why: 'A worker with another address runs no workflows, but its pod stays ready.',
  source: 'Temporal docs, Temporal Server, Frontend Service',
  severity: 'error',
  scope: 'cluster',
  bad: objects('web:80'),
  good: objects('temporal-frontend:7233'),
  check: (context) => {
    const servers = temporalServers(context);
    if (servers.length === 0) return [];
    const frontends = context.services.filter((service) =>
      servers.some((server) => selects(service, server)),
    );
    return context.pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ name, settings, addresses }) =>
        addresses
          .filter(({ via, isCertain }) => via === 'TEMPORAL_ADDRESS' && isCertain)
          .slice(0, 1)
          .filter(
            ({ service, port }) =>
              !frontends.some(
                (frontend) =>
                  frontend.name === service && frontend.ports.some((one) => one.port === port),
              ),
          )
          .map(({ path }) =>
            problem(
              object,
              path,
              `container ${name} has ${settings.get('TEMPORAL_ADDRESS')} as TEMPORAL_ADDRESS, but ${
                frontends.length === 0
                  ? 'no Service selects the frontend'
                  : `the frontend is Service ${enumerate(frontends.map((frontend) => frontend.name))}`
              }`,
              'correct the address, for instance temporal-frontend:7233',
            ),
          ),
      ),
    );
  },
};

function objects(address: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: temporal, labels: { app: temporal } }
spec: { containers: [{ name: temporal, ports: [{ containerPort: 7233 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: temporal-frontend }
spec: { selector: { app: temporal }, ports: [{ port: 7233 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: worker }
spec:
  containers: [{ name: worker, env: [{ name: TEMPORAL_ADDRESS, value: '${address}' }] }]
`;
}
