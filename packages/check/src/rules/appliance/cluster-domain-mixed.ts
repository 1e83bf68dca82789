import { stringAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const clusterDomainMixed: Rule = {
  id: 'cluster-domain-mixed',
  set: 'appliance',
  title: 'All addresses have the same cluster domain, that of the value clusterDomain.',
  why: 'The DNS server of a cluster resolves one domain only, so connections to names in another domain fail.',
  source: 'Kubernetes docs, DNS for Services and Pods; kubelet --cluster-domain',
  severity: 'error',
  scope: 'release',
  bad: pod('cluster.example'),
  good: pod('cluster.local'),
  check: ({ addresses, releaseOf }) =>
    addresses
      .filter(({ domain, isCertain }) => isCertain && domain !== undefined)
      .flatMap(({ object, via, domain, path }, _index, [first]): Problem[] => {
        const own = stringAt(releaseOf(object)?.values, 'clusterDomain');
        const expected = own ?? first?.domain;
        const reason =
          own === undefined
            ? `${first?.object.manifest.kind} ${first?.object.manifest.metadata.name} has ${expected}`
            : `clusterDomain is ${expected}`;
        return domain === expected
          ? []
          : [
              problem(
                object,
                path,
                `${via} has the domain ${domain}, and ${reason}, so the name does not resolve`,
                `use ${expected}`,
              ),
            ];
      }),
};

function pod(domain: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env:
        - { name: DB_HOST, value: db.shop.svc.cluster.local }
        - { name: REDIS_HOST, value: redis.shop.svc.${domain} }
`;
}
