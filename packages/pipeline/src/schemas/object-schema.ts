import { parseYamlStream } from '@helm-charts/kubernetes';
import type { Chart, JsonSchema } from '@helm-charts/types';
import { type CustomKindSource, kindsOfCrd } from './custom-kind.ts';
import type { KnownKinds } from './known.ts';
import { strict } from './strict.ts';

/** The strict schema of a custom kind, including the fields of every object. */
export const objectSchema = ({ group, version, kind, schema }: CustomKindSource): JsonSchema => {
  const made = strict(schema);
  return {
    ...made,
    properties: {
      ...(made.properties as JsonSchema | undefined),
      apiVersion: { type: 'string', enum: [`${group}/${version}`] },
      kind: { type: 'string', enum: [kind] },
      // The API server validates metadata like that of every object, and controllers write the status.
      metadata: { type: 'object' },
      status: {},
    },
  };
};

/** The kinds of the CustomResourceDefinitions among objects. */
export const definedKinds = (objects: readonly unknown[]): KnownKinds => {
  const defined = new Map(
    objects
      .flatMap(kindsOfCrd)
      .map((source) => [`${source.group}/${source.version} ${source.kind}`, source]),
  );
  return (apiVersion, kind) => {
    const source = defined.get(`${apiVersion} ${kind}`);
    return source && objectSchema(source);
  };
};

/** The kinds of a workspace and those in the `crds` of a chart. */
export const kindsOfChart = (
  { crds = [] }: Chart,
  read: (path: string) => string | undefined,
  known: KnownKinds,
): KnownKinds => {
  const own = definedKinds(
    crds.flatMap((crd): readonly unknown[] =>
      typeof crd === 'string'
        ? parseYamlStream(read(crd) ?? '', crd).map(({ value }) => value)
        : [crd],
    ),
  );
  return (apiVersion, kind) => known(apiVersion, kind) ?? own(apiVersion, kind);
};
