import { parseYamlStream } from '@helm-charts/kubernetes';
import type { Chart, JsonSchema } from '@helm-charts/types';
import { type CustomKindSource, kindsOfCrd } from './custom-kind.ts';
import type { KnownKinds } from './known.ts';
import { strict } from './strict.ts';

/** The strict schema of the objects of a custom kind, with the fields that every object has. */
export const objectSchema = ({ group, version, kind, schema }: CustomKindSource): JsonSchema => {
  const made = strict(schema);
  return {
    ...made,
    properties: {
      ...(made.properties as JsonSchema | undefined),
      apiVersion: { type: 'string', enum: [`${group}/${version}`] },
      kind: { type: 'string', enum: [kind] },
      // The API server checks it as that of every object, and controllers write the status.
      metadata: { type: 'object' },
      status: {},
    },
  };
};

/** The kinds that CustomResourceDefinitions among objects define. */
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

/** The kinds of a workspace, and those that the `crds` of a chart define. */
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
