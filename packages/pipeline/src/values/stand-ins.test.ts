import { standIn } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { withKnownTypes } from './stand-ins.ts';

test('the default of the chart replaces an unknown value, else what its schema allows', () => {
  const schema = {
    type: 'object',
    properties: {
      port: { type: 'integer', minimum: 1024 },
      isOn: { type: 'boolean' },
      mode: { enum: ['a', 'b'] },
      hosts: { type: 'array', items: { type: 'object', properties: { port: { type: 'number' } } } },
      name: { type: ['string', 'null'] },
    },
  };
  const values = {
    port: standIn,
    isOn: standIn,
    mode: standIn,
    name: standIn,
    replicas: standIn,
    other: standIn,
    url: `https://${standIn}/`,
    hosts: [{ port: standIn }],
    nested: { size: standIn },
  };
  const defaults = { replicas: 2, name: null, nested: { size: 5 } };
  expect(withKnownTypes(values, () => ({ defaults, schema }))).toEqual({
    port: 1024,
    isOn: false,
    mode: 'a',
    name: standIn,
    replicas: 2,
    other: standIn,
    url: `https://${standIn}/`,
    hosts: [{ port: 1 }],
    nested: { size: 5 },
  });
});
