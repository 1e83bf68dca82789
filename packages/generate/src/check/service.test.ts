import { each, text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { spec, type Values, wrong } from './testing.ts';

const ports = (list: (v: Values) => readonly unknown[]) =>
  spec('Service', (v) => ({ ports: wrong(list(v)) }));

test('ports of a Service that the API server admits', () => {
  expect(ports(() => [{ port: 80 }])).toEqual([]);
  expect(
    ports((v) => [
      { name: 'a', port: 1, targetPort: 65_535 },
      { name: 'b', port: v.port, targetPort: v.port },
      { name: text`c-${v.port}`, port: 65_535, targetPort: 'http' },
      each(v.names, ({ name }) => ({ name, port: 80 })),
    ]),
  ).toEqual([]);
});

test('ports of a Service that the API server refuses', () => {
  expect(
    ports(() => [
      { name: 'a', port: 0, targetPort: '8080' },
      { name: 'a', port: 65_536, targetPort: 'a-very-long-port' },
      { name: 'b', port: 80, targetPort: 70_000 },
    ]),
  ).toMatchInlineSnapshot(`
    [
      "spec.ports[1].name: the port "a" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      "spec.ports[0].port: 0 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
      "spec.ports[0].targetPort: "8080" must have only lower-case letters, digits and single hyphens, and at least one letter, so the API server refuses the object; write the name of a port of the pods, for example http. [field-text]",
      "spec.ports[1].port: 65536 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
      "spec.ports[1].targetPort: "a-very-long-port" has 16 characters, and at most 15 are allowed, so the API server refuses the object; write the name of a port of the pods, for example http. [field-text]",
      "spec.ports[2].targetPort: 70000 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
    ]
  `);
  expect(ports(() => [{ name: 'a', port: 80 }, { port: 81 }])).toMatchInlineSnapshot(`
    [
      "spec.ports[1]: of several ports each needs a name, and the API server refuses this one; set name, for example http. [field-missing]",
    ]
  `);
});

test('a selector of a Service has labels that pods can have', () => {
  expect(spec('Service', () => ({ selector: { app: 'web' } }))).toEqual([]);
  expect(spec('Service', () => ({ selector: { app: 'a b' } }))).toMatchInlineSnapshot(`
    [
      "spec.selector.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
    ]
  `);
});
