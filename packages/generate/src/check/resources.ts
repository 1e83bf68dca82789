import { type Fault, fieldsOf, isFields, member, refusedValue } from './fault.ts';
import { quantity } from './quantity.ts';

/** What the API server refuses of a container's resources (Kubernetes pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements). */
export const resourceFaults = (resources: unknown): readonly Fault[] => [
  ...(['limits', 'requests'] as const).flatMap((list) =>
    Object.entries(fieldsOf(member(resources, list))).flatMap(([name, amount]) => [
      ...nameFaults(name, list),
      ...(Number(quantity(amount)) < 0
        ? [refusedValue([list, name], `"${amount}" is negative`, 'write 0 or more')]
        : []),
    ]),
  ),
  ...Object.entries(fieldsOf(member(resources, 'requests'))).flatMap(([name, amount]) =>
    requestFaults(name, amount, member(resources, 'limits')),
  ),
];

const nameFaults = (name: string, list: string): readonly Fault[] =>
  name.includes('/') || name.startsWith('hugepages-') || standard.includes(name)
    ? []
    : [
        refusedValue(
          [list, name],
          `a container has no resource "${name}"`,
          `use one of ${standard.join(', ')}, or the full name of an extended resource`,
        ),
      ];

const standard: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

const requestFaults = (name: string, amount: unknown, limits: unknown): readonly Fault[] => {
  const keys = ['requests', name];
  const limit = member(limits, name);
  const [least, most] = [quantity(amount), quantity(limit)];
  const isOwn = name.includes('/') && !name.includes('kubernetes.io/');
  const isFixed = isOwn || name.startsWith('hugepages-');
  if (isFixed && limit === undefined && (limits === undefined || isFields(limits))) {
    return [
      refusedValue(keys, `the request of ${name} has no limit`, 'set limits to the same amount'),
    ];
  }
  if (least === undefined || most === undefined) return [];
  if (isFixed && least !== most) {
    const problem = `the request of ${name}, ${amount}, is not its limit, ${limit}`;
    return [refusedValue(keys, problem, 'write the same amount in both')];
  }
  return least > most
    ? [
        refusedValue(
          keys,
          `the request of ${name}, ${amount}, exceeds its limit, ${limit}`,
          'lower the request, or raise the limit',
        ),
      ]
    : [];
};
