import type { Problem, Rule } from '../../rule.ts';

export const clusterDomainFixed: Rule = {
  id: 'cluster-domain-fixed',
  set: 'appliance',
  title: 'No template contains the cluster domain as text.',
  why: 'A cluster may have another domain than cluster.local, and then its DNS server does not resolve the name.',
  source: 'Kubernetes docs, DNS for Services and Pods; kubelet --cluster-domain',
  severity: 'error',
  scope: 'release',
  bad: chart('cluster.local'),
  good: chart('{{ .Values.clusterDomain }}'),
  check: ({ ownCharts }) =>
    ownCharts.flatMap(({ path: chart, files }) =>
      Object.entries(files)
        .filter(([path, text]) => path.startsWith('templates/') && text.includes(domain))
        .map(
          ([path, text]): Problem => ({
            position: {
              file: `${chart}/${path}`,
              line: text.slice(0, text.indexOf(domain)).split('\n').length,
            },
            message:
              'the template contains the domain cluster.local, and in a cluster with another domain the name does not resolve',
            fix: 'use a value, for instance .Values.clusterDomain',
          }),
        ),
    ),
};

const domain = '.svc.cluster.local';

function chart(name: string) {
  return {
    charts: { web: { 'templates/web.yaml': `kind: ConfigMap\nhost: db.shop.svc.${name}\n` } },
  };
}
