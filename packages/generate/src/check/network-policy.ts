import { BlockList, isIP } from 'node:net';
import {
  type Fault,
  faultsAt,
  fieldsOf,
  listOf,
  member,
  refusedValue,
  wrong,
  wrongName,
} from './fault.ts';
import { selectorFaults } from './label.ts';
import { portFaults } from './port.ts';
import { portName, type TextCheck } from './text.ts';

/** What the API server refuses of a NetworkPolicy (Kubernetes pkg/apis/networking/validation/validation.go). */
export const networkPolicyFaults = (spec: unknown): readonly Fault[] => [
  ...selectorFaults(member(spec, 'podSelector'), ['podSelector']),
  ...(['ingress', 'egress'] as const).flatMap((direction) =>
    listOf(member(spec, direction)).flatMap((rule, at) =>
      faultsAt([direction, at], [...peersFaults(rule), ...portsFaults(rule)]),
    ),
  ),
];

const peersFaults = (rule: unknown): readonly Fault[] =>
  (['from', 'to'] as const).flatMap((side) =>
    listOf(member(rule, side)).flatMap((peer, index) =>
      faultsAt(
        [side, index],
        [
          ...['podSelector', 'namespaceSelector'].flatMap((key) =>
            selectorFaults(member(peer, key), [key]),
          ),
          ...faultsAt(['ipBlock'], rangeFaults(member(peer, 'ipBlock'))),
        ],
      ),
    ),
  );

const rangeFaults = (block: unknown): readonly Fault[] => {
  const { cidr, except } = fieldsOf(block);
  const faults = wrong(cidr, ['cidr'], addressRange, example);
  return [
    ...faults,
    ...listOf(except).flatMap((one, at): readonly Fault[] => {
      const keys = ['except', at];
      const own = wrong(one, keys, addressRange, example);
      if (own.length > 0 || faults.length > 0) return own;
      if (typeof one !== 'string' || typeof cidr !== 'string' || isWithin(one, cidr)) return [];
      const problem = `"${one}" is no part of the address range ${cidr}`;
      return [refusedValue(keys, problem, 'write a smaller range inside cidr')];
    }),
  ];
};

const example = 'write for example 10.0.0.0/8';

/** An address range as NetworkPolicies take it: `10.0.0.0/8` (apimachinery pkg/util/validation IsValidCIDR). */
export const addressRange: TextCheck = (text) => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = isIP(address);
  const isShort = Number(bits) <= (family === 4 ? 32 : 128);
  return family !== 0 && isShort && rest.length === 0 && /^\d{1,3}$/.test(bits)
    ? undefined
    : 'is no address range';
};

/** Whether one range lies in another, and is smaller. */
const isWithin = (inner: string, outer: string): boolean => {
  const [address = '', bits = ''] = inner.split('/');
  const [base = '', width = ''] = outer.split('/');
  const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
  if (Number(bits) <= Number(width)) return false;
  const range = new BlockList();
  range.addSubnet(base, Number(width), family);
  return range.check(address, family);
};

const portsFaults = (rule: unknown): readonly Fault[] =>
  listOf(member(rule, 'ports')).flatMap((one, at) => {
    const { port, endPort } = fieldsOf(one);
    const keys = ['ports', at];
    const isBefore =
      typeof port === 'number' && typeof endPort === 'number' && endPort < port
        ? [
            refusedValue(
              [...keys, 'endPort'],
              `the ports from ${port} to ${endPort} are no range`,
              'write an endPort that is not smaller than port',
            ),
          ]
        : [];
    return [
      ...wrongName(port, [...keys, 'port'], portName, 'write for example http'),
      ...portFaults(port, [...keys, 'port']),
      ...portFaults(endPort, [...keys, 'endPort']),
      ...isBefore,
    ];
  });
