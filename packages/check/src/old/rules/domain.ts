import { stringAt } from '@helm-charts/kubernetes';
import { problemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import type { View } from '../view/view.ts';

/** The domain of the cluster. */
export const domainRules: readonly Rule[] = [
  {
    id: 'R25',
    scope: 'release',
    summary: 'The domain of the cluster comes from a value, and is one for all.',
    source: 'Talos pkg/machinery/constants/constants.go, DefaultDNSDomain',
    check: (view) => [
      ...view.ownCharts.flatMap(({ path: chart, files }) =>
        Object.entries(files)
          .filter(([path, text]) => path.startsWith('templates/') && text.includes(written))
          .map(([path, text]) => ({
            where: `${chart}/${path}:${text.slice(0, text.indexOf(written)).split('\n').length}`,
            message: 'a site may have another domain; take it from the value of it.',
          })),
      ),
      ...domains(view).flatMap(({ object, via, domain }, _index, [first]) => {
        const own = stringAt(view.releaseOf(object)?.values, 'clusterDomain');
        const expected = own ?? first?.domain;
        const reason =
          own === undefined ? `${first?.object.manifest.metadata.name} names` : 'clusterDomain is';
        return problemIf(
          domain !== expected,
          object,
          via,
          `it names the domain ${domain}, and ${reason} ${expected}; use one domain`,
        );
      }),
    ],
  },
];

const written = '.svc.cluster.local';

/** Every domain that is written out after a Service. */
const domains = ({ clients, fileAddresses }: View) =>
  [
    ...clients.flatMap(({ pod: { object }, addresses }) =>
      addresses.map((address) => ({ ...address, object })),
    ),
    ...fileAddresses,
  ].flatMap(({ object, via, domain }) => (domain === undefined ? [] : [{ object, via, domain }]));
