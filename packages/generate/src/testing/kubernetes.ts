import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Definitions } from '../schema.ts';

const file = createRequire(import.meta.url).resolve(
  '@helm-charts/schemas/kubernetes-1.36/definitions.json',
);

/** The strict schemas of Kubernetes types. */
export const kubernetes = (
  JSON.parse(readFileSync(file, 'utf8')) as { readonly definitions: Definitions }
).definitions;
