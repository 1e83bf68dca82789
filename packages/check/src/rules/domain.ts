import { stringAt } from '@helm-charts/flux';
import { problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { addressesIn, addressesInFiles } from '../view/address.ts';
import { settingsOf } from '../view/environment.ts';
import type { View } from '../view/view.ts';

/** The domain of the cluster. */
export const domainRules: readonly Rule[] = [
  {
    id: 'R25',
    scope: 'release',
    summary: 'The domain of the cluster comes from a value, and is one for all.',
    source: 'Talos pkg/machinery/constants/constants.go, DefaultDNSDomain',
    check: (view) => [
      ...view.charts.flatMap(({ where, files }) =>
        Object.entries(files)
          .filter(([path, text]) => path.startsWith('templates/') && text.includes(written))
          .map(([path, text]) => ({
            where: `${where}/${path}:${text.slice(0, text.indexOf(written)).split('\n').length}`,
            message: 'a site may have another domain; take it from the value of it.',
          })),
      ),
      ...domains(view).flatMap(({ object, via, domain }) => {
        const other = domains(view).find((one) => one.domain !== domain);
        const own = stringAt(view.releaseOf(object)?.values, 'clusterDomain');
        const expected = own ?? other?.domain ?? domain;
        return domain === expected || (own === undefined && other?.object === object)
          ? []
          : [
              problem(
                object,
                via,
                `it names the domain ${domain}, and ${own === undefined ? `${other?.object.manifest.metadata.name} names` : 'clusterDomain is'} ${expected}; use one domain`,
              ),
            ];
      }),
    ],
  },
];

const written = '.svc.cluster.local';

/** Every domain that is written out after a Service. */
const domains = (view: View) =>
  [
    ...view.pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        addressesIn(view, settingsOf(view, pod, container), pod.namespace).map((address) => ({
          ...address,
          object: pod.object,
        })),
      ),
    ),
    ...addressesInFiles(view),
  ].flatMap(({ object, via, domain }) => (domain === undefined ? [] : [{ object, via, domain }]));
