import type { JsonSchema, Manifest } from '@helm-charts/types';
import type { ChartContent } from '../compare.ts';
import type { Metadata } from '../metadata.ts';

/** What a test says of one version of a chart. */
export interface Part {
  readonly metadata?: Metadata;
  /** Members of the values schema. */
  readonly schema?: JsonSchema;
  readonly defaults?: unknown;
  readonly templates?: string;
  readonly objects?: readonly Manifest[];
  readonly files?: Readonly<Record<string, string>>;
}

export const chart = ({
  metadata = {},
  schema,
  defaults = {},
  templates = '',
  objects = [],
  files = {},
}: Part): ChartContent => ({
  metadata: { apiVersion: 'v2', name: 'web', version: '1.0.0', appVersion: '1', ...metadata },
  values: {
    schema,
    defaults,
    reads: (name) => templates.includes(name),
  },
  files: { ...files, 'values.yaml': JSON.stringify([schema, defaults, templates, objects]) },
  renders: { default: objects },
});

/** A closed object, as the generator writes it: all members are required unless they are optional. */
export const closed = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema => ({ type: 'object', properties, required, additionalProperties: false });

/** The title of a case, and the two versions that it compares. */
export type Case = readonly [title: string, before: Part, after: Part];
