import type { Address, ClusterObject } from '@helm-charts/kubernetes';
import { stringAt } from '@helm-charts/kubernetes';
import { ownerOf, problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { mountedReferences, type Reference, variablesOf, wholes } from '../view/environment.ts';
import { enumerate, objectAt } from '../view/object.ts';
import type { Pod } from '../view/pod.ts';
import { selects, targetPort } from '../view/service.ts';
import type { View } from '../view/view.ts';

/** What objects say of each other. */
export const referenceRules: readonly Rule[] = [
  {
    id: 'R23',
    scope: 'release',
    summary: 'A Service leads to a pod that listens.',
    source: 'Kubernetes pkg/api/v1/pod/util.go, FindPort',
    check: ({ services, pods, helmReleases, cluster: { releases } }) =>
      services.flatMap((service) => {
        const own = pods.filter((pod) => selects(service, pod));
        // Who applies a Service beside a release that is not at hand knows its pods.
        const isBeside =
          service.object.release === undefined && releases.length < helmReleases.length;
        if (Object.keys(service.selector).length === 0 || isBeside) return [];
        return [
          ...problemIf(
            own.length === 0,
            service.object,
            'spec.selector',
            'no pod has these labels, so nothing answers; correct the selector or the labels',
          ),
          ...service.ports
            .filter((port) => own.length > 0 && !own.some((pod) => targetPort(port, pod)))
            .map((port) =>
              problem(
                service.object,
                'spec.ports',
                `no container of ${own[0]?.kind} ${own[0]?.object.manifest.metadata.name} has the port ${String(port.targetPort)}; correct its name`,
              ),
            ),
        ];
      }),
  },
  {
    id: 'R23',
    scope: 'cluster',
    summary: 'Every Secret, ConfigMap, claim and account that a pod names is there, key by key.',
    source: 'Kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables',
    check: (view) => view.pods.flatMap((pod) => [...readings(view, pod), ...others(view, pod)]),
  },
  {
    id: 'R23',
    scope: 'cluster',
    summary: 'Every address of a Service in a variable or a file is one that a release provides.',
    source: 'kubernetes/dns docs/specification.md',
    check: (view) => [
      ...view.clients.flatMap(({ pod, container, addresses }) =>
        addresses.flatMap((address) =>
          unresolved(view, pod.object, address).map((sentence) =>
            problem(pod.object, `container ${container.name}`, sentence),
          ),
        ),
      ),
      ...view.fileAddresses.flatMap((address) =>
        unresolved(view, address.object, address).map((sentence) =>
          problem(address.object, '', sentence),
        ),
      ),
    ],
  },
];

const readings = (view: View, pod: Pod): readonly Problem[] => {
  const mounted = mountedReferences(pod).map(
    ({ volume, ...reference }) => [`volume ${volume}`, reference] as const,
  );
  const read = pod.containers.flatMap((container) =>
    [...wholes(container), ...variablesOf(container).flatMap(({ from }) => from ?? [])].map(
      (reference) => [`container ${container.name}`, reference] as const,
    ),
  );
  return [...mounted, ...read]
    .filter(([, { isOptional }]) => !isOptional)
    .flatMap(([part, reference]) => {
      const sentence = missing(view, pod.namespace, reference);
      return sentence === undefined ? [] : [problem(pod.object, part, sentence)];
    });
};

/** What is missing of a Secret or ConfigMap that somebody reads. */
const missing = (
  view: View,
  namespace: string,
  { kind, name, key }: Reference,
): string | undefined => {
  const found = view.find(kind, namespace, name)?.manifest;
  const outside =
    kind === 'Secret' ? view.secrets.find((one) => one.name === name)?.keys : undefined;
  const keys =
    found === undefined
      ? outside
      : ['data', 'stringData', 'binaryData'].flatMap((field) =>
          Object.keys(objectAt(found, field)),
        );
  const remedy =
    kind === 'Secret'
      ? 'correct the name, or add it to the secrets of the profile'
      : 'correct the name';
  if (keys === undefined) {
    return `it reads ${kind} ${namespace}/${name}, which nobody makes; ${remedy}`;
  }
  return key === undefined || keys.includes(key)
    ? undefined
    : `it reads the key ${key} of ${kind} ${namespace}/${name}, which has ${enumerate(keys)}; ${remedy}`;
};

const others = (view: View, { object, namespace, spec, volumes }: Pod): readonly Problem[] => {
  const account = stringAt(spec, 'serviceAccountName');
  const claims = volumes.flatMap(({ name, source }) => {
    const claim = stringAt(source, 'claimName');
    return claim === undefined ? [] : [{ name, claim }];
  });
  return [
    ...problemIf(
      account !== undefined &&
        account !== 'default' &&
        !view.find('ServiceAccount', namespace, account),
      object,
      'serviceAccountName',
      `no release makes ServiceAccount ${namespace}/${account}; correct the name`,
    ),
    ...claims.flatMap(({ name, claim }) =>
      problemIf(
        !view.find('PersistentVolumeClaim', namespace, claim),
        object,
        `volume ${name}`,
        `no release makes PersistentVolumeClaim ${namespace}/${claim}; correct the name`,
      ),
    ),
  ];
};

/** What is wrong with an address that something of a release names. */
const unresolved = (
  view: View,
  user: ClusterObject,
  { service, namespace, port, via }: Address,
): readonly string[] => {
  const target = `${namespace}/${service}`;
  const found = view.services.find((one) => one.name === service && one.namespace === namespace);
  const ports = found?.ports.map((one) => one.port) ?? view.expects.services?.[service];
  if (ports === undefined) {
    const names = view.services.filter((one) => one.namespace === namespace);
    const others = names.length === 0 ? 'none' : enumerate(names.map(({ name }) => name));
    return [
      `${via} of ${ownerOf(user)} leads to Service ${target}, which no release provides (there is ${others}); correct the address, or install the release that provides it`,
    ];
  }
  if (port === undefined || ports.includes(port)) return [];
  const owner = found === undefined ? 'elsewhere' : `of ${ownerOf(found.object)}`;
  return [
    `${via} of ${ownerOf(user)} leads to port ${port} of Service ${target} ${owner}, which has ${ports.join(', ')}; correct the port`,
  ];
};
