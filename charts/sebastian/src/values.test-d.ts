import type { OverlayOf } from '@helm-charts/types';
import type { values } from './values.ts';

type Values = OverlayOf<typeof values>;

// An overlay lies over others: that Postgres is elsewhere may be said in one and where in another, so only the merged values must have both.
const accepted: readonly Values[] = [
  { postgres: { type: 'external' } },
  { postgres: { external: { host: 'postgres.example.com' } } },
  { connection: { type: 'pool', pool: { host: null } } },
];

const shape: Values = {
  // @ts-expect-error Type '"managed"' is not assignable to type '"inChart" | "external" | null | undefined'.
  postgres: { type: 'managed' },
};
const otherShape: Values = {
  // @ts-expect-error Object literal may only specify known properties, and 'bucket' does not exist.
  storage: { type: 's3', local: { bucket: 'files' } },
};
const image: Values = {
  // @ts-expect-error Type 'string' has no properties in common with the type of an image.
  server: { image: 'alga-psa:1.0.0' },
};
const port: Values = {
  // @ts-expect-error Type 'string' is not assignable to type 'number'.
  server: { service: { port: '3000' } },
};
const quantity: Values = {
  // @ts-expect-error Type 'number' is not assignable to type 'string'.
  postgres: { inChart: { volume: { size: 50 } } },
};
const key: Values = {
  // @ts-expect-error Object literal may only specify known properties, but 'sever' does not exist.
  sever: {},
};
const deepKey: Values = {
  // @ts-expect-error Object literal may only specify known properties, and 'prot' does not exist.
  server: { service: { prot: 3000 } },
};
const kind: Values = {
  // @ts-expect-error Type '"Headless"' is not assignable to the kinds of a Service.
  server: { service: { type: 'Headless' } },
};

export type { accepted, deepKey, image, key, kind, otherShape, port, quantity, shape };
