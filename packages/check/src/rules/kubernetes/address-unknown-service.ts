import { type Address, valueAt } from '@helm-charts/kubernetes';
import { enumerate } from '../../enumerate.ts';
import { didYouMean } from '../../known/similar.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import type { KubernetesOptions } from './options.ts';

export const addressUnknownService: Rule<KubernetesOptions> = {
  id: 'address-unknown-service',
  set: 'kubernetes',
  title: 'Every Service exists whose host name appears in a variable, an argument or a ConfigMap.',
  why: "The cluster's DNS server does not resolve the name of a missing Service, so every connection fails.",
  source: 'kubernetes/dns docs/specification.md',
  severity: 'error',
  scope: 'cluster',
  bad: example('database'),
  good: example('db'),
  check: (context, { services: others = {} }) =>
    context.addresses
      .filter(({ isCertain, service }) => isCertain && others[service] === undefined)
      .filter((address) => !(context.kind === 'tree' && isFileOfChart(address)))
      .flatMap(({ object, via, service, namespace, path }): Problem[] => {
        const target = { kind: 'Service', group: '', namespace, name: service, path };
        if (context.presenceOf(target, object, 'shared') !== 'missing') return [];
        const names = context.services.filter((one) => one.namespace === namespace);
        const there = names.length === 0 ? 'none' : enumerate(names.map(({ name }) => name));
        return [
          problem(
            object,
            path,
            `${via} names Service ${namespace}/${service}, which no release provides, so every connection fails`,
            didYouMean(
              service,
              names.map(({ name }) => name),
            ) ??
              `use a Service of namespace ${namespace} (${there}), or add it to the option services of the rule set kubernetes`,
          ),
        ];
      }),
};

/** Configuration files of charts often name Services of parts that are switched off. */
const isFileOfChart = ({ object: { manifest, release }, via }: Address): boolean =>
  release !== undefined &&
  manifest.kind === 'ConfigMap' &&
  String(valueAt(manifest, 'data', via)).includes('\n');

function example(host: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env: [{ name: DATABASE_URL, value: 'postgres://${host}:5432/shop' }]
`;
}
