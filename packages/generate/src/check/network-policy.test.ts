import { text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { addressRange } from './network-policy.ts';
import { spec, type Values, web, wrong } from './testing.ts';

const policy = (rule: (v: Values) => object) =>
  spec('NetworkPolicy', (v) => ({ podSelector: {}, egress: [wrong(rule(v))] }));

const block = (cidr: unknown, ...except: readonly unknown[]) =>
  policy(() => ({ to: [{ ipBlock: { cidr, except } }] }));

test.each(['10.0.0.0/8', '0.0.0.0/0', '10.0.0.1/32', 'fd00::/8', '::/0', '::1/128'])(
  '%s is an address range',
  (range) => {
    expect(addressRange(range)).toBeUndefined();
  },
);

test.each([
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0/8',
  'fd00::/129',
  '10.0.0.0/8/8',
  '10.0.0.0/',
  '/8',
  '10.0.0.0/-1',
  '10.0.0.0/1e1',
])('%s is no address range', (range) => {
  expect(addressRange(range)).toBe('is no address range');
});

test('what is excepted lies in the range and is smaller', () => {
  expect(block('10.0.0.0/8', '10.1.0.0/16', '10.255.255.255/32')).toEqual([]);
  expect(block('fd00::/8', 'fd12::/16')).toEqual([]);
  expect(block('fd00::/8', '253.0.0.0/16', '10.0.0.0/32')).toHaveLength(2);
  expect(block('here', '11.0.0.0/16')).toHaveLength(1);
  expect(
    block('10.0.0.0/8', '10.0.0.0/8', '11.0.0.0/16', '10.0.0.0/7', 'fd00::/16'),
  ).toMatchInlineSnapshot(`
    [
      "spec.egress[0].to[0].ipBlock.except[0]: "10.0.0.0/8" is no part of the address range 10.0.0.0/8, so the API server refuses the object; write a smaller range inside cidr. [field-value]",
      "spec.egress[0].to[0].ipBlock.except[1]: "11.0.0.0/16" is no part of the address range 10.0.0.0/8, so the API server refuses the object; write a smaller range inside cidr. [field-value]",
      "spec.egress[0].to[0].ipBlock.except[2]: "10.0.0.0/7" is no part of the address range 10.0.0.0/8, so the API server refuses the object; write a smaller range inside cidr. [field-value]",
      "spec.egress[0].to[0].ipBlock.except[3]: "fd00::/16" is no part of the address range 10.0.0.0/8, so the API server refuses the object; write a smaller range inside cidr. [field-value]",
    ]
  `);
  expect(block('10.0.0.0', '11.0.0.0/16', 'here')).toMatchInlineSnapshot(`
    [
      "spec.egress[0].to[0].ipBlock.cidr: "10.0.0.0" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
      "spec.egress[0].to[0].ipBlock.except[1]: "here" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
    ]
  `);
});

test('a range that a user sets is left to the user', () => {
  expect(
    policy((v) => ({ to: [{ ipBlock: { cidr: text`${v.port}/8`, except: ['11.0.0.0/8'] } }] })),
  ).toEqual([]);
  expect(
    policy((v) => ({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: [text`${v.port}/8`] } }] })),
  ).toEqual([]);
});

test('ports of a rule', () => {
  expect(
    policy((v) => ({
      ports: [
        { port: 'http' },
        { port: 53, protocol: 'UDP' },
        { port: 8000, endPort: 8000 },
        { port: v.port, endPort: 9000 },
      ],
    })),
  ).toEqual([]);
  expect(
    policy(() => ({
      ports: [{ port: 'my port' }, { port: 0 }, { port: 65_536 }, { port: 9000, endPort: 8999 }],
    })),
  ).toMatchInlineSnapshot(`
    [
      "spec.egress[0].ports[0].port: "my port" must have only lower-case letters, digits and single hyphens, and at least one letter, so the API server refuses the object; write for example http. [field-text]",
      "spec.egress[0].ports[1].port: 0 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
      "spec.egress[0].ports[2].port: 65536 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
      "spec.egress[0].ports[3].endPort: the ports from 9000 to 8999 are no range, so the API server refuses the object; write an endPort that is not smaller than port. [field-value]",
    ]
  `);
});

test('selectors of pods and namespaces have labels that objects can have', () => {
  expect(
    spec('NetworkPolicy', () => ({
      podSelector: { matchLabels: { app: 'a b' } },
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { app: 'web' } } },
            {
              namespaceSelector: {
                matchExpressions: [
                  { key: 'a b', operator: 'Exists' },
                  { key: 'app', operator: 'In', values: ['c d'] },
                ],
              },
            },
          ],
        },
      ],
    })),
  ).toMatchInlineSnapshot(`
    [
      "spec.podSelector.matchLabels.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "spec.ingress[0].from[1].namespaceSelector.matchExpressions[0].key: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "spec.ingress[0].from[1].namespaceSelector.matchExpressions[1].values[0]: "c d" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
    ]
  `);
  expect(spec('NetworkPolicy', () => ({ podSelector: { matchLabels: web.selector } }))).toEqual([]);
});
