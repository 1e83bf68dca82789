import type { Chart } from '@helm-charts/types';
import { type Fault, type Fields, type Found, isWhole, listOf, member, textsOf } from './fault.ts';
import { containersOf, podsOf } from './pod.ts';
import { labelsOf, mayMatch } from './selection.ts';
import { type Template, variantsTogether } from './template.ts';

/**
 * Ports of a Service whose `targetPort` is a name that no pod has which the Service selects: Kubernetes finds no endpoint for them (pkg/api/v1/pod/util.go
 * FindPort). Each variant of the Service is checked together with those of the pods.
 */
export const targetPortFaults = (
  service: Template,
  templates: readonly Template[],
  { name, rules }: Chart,
): readonly (readonly Found[])[] => {
  const constraints = rules.map(({ holds }) => holds);
  const workloads = templates.filter(({ variants }) =>
    service.variants.some((variant) => selectedPods(variant, variants, name).length > 0),
  );
  if (workloads.length === 0) return [];
  return variantsTogether([service, ...workloads], constraints).map(([variant, ...others]) => {
    const names = portNames(selectedPods(variant, others, name));
    return variant === undefined || names === undefined
      ? []
      : faultsOf(variant, names).map((fault) => ({ variant, fault }));
  });
};

/** The specs of the pods that a Service may select. */
const selectedPods = (
  service: Fields | undefined,
  others: readonly (Fields | undefined)[],
  chart: string,
): readonly unknown[] => {
  const part = member(service, 'spec', 'selector');
  if (part === undefined) return [];
  const selector = labelsOf(part, chart);
  return others
    .flatMap((other) => (other === undefined ? [] : podsOf(other)))
    .filter(({ template }) =>
      mayMatch(selector, labelsOf(member(template, 'metadata', 'labels'), chart)),
    )
    .map(({ template }) => member(template, 'spec'));
};

/** The names of the ports of pods; undefined where there are no pods, or where one of them may have other ports. */
const portNames = (pods: readonly unknown[]): readonly string[] | undefined => {
  const containers = pods.flatMap(containersOf).map(({ container }) => container);
  const ports = containers.flatMap((container) => listOf(member(container, 'ports')));
  const isKnown =
    isWhole(containers) &&
    isWhole(ports) &&
    ports.every((port) => ['string', 'undefined'].includes(typeof member(port, 'name')));
  return containers.length > 0 && isKnown ? [...new Set(textsOf(ports))] : undefined;
};

const faultsOf = (service: Fields, names: readonly string[]): readonly Fault[] =>
  listOf(member(service, 'spec', 'ports')).flatMap((port, at) => {
    const target = member(port, 'targetPort');
    if (typeof target !== 'string' || names.includes(target)) return [];
    return [
      {
        keys: ['spec', 'ports', at, 'targetPort'],
        rule: 'service-target-port',
        message: `no container of the selected pods has a port named "${target}", so connections are refused`,
        fix:
          names.length > 0
            ? `use one of ${names.join(', ')}, or add the port under the same condition`
            : 'add the port to a container',
      },
    ];
  });
