import { convertAll, type Dialect, type Schema } from './convert.ts';
import type { Enums } from './enums.ts';

/** The part of Kubernetes' api/openapi-spec/swagger.json that is read. */
export interface Swagger {
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Definitions by name, and the name of each kind's own: `apps/v1 Deployment` → `io.k8s.api.apps.v1.Deployment`. */
export interface Definitions {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly kinds: Readonly<Record<string, string>>;
}

/**
 * The strict definitions of the wanted kinds and of everything that they reach.
 *
 * Throws an Error that names a kind which the API does not have.
 */
export const kubernetesDefinitions = (
  { definitions }: Swagger,
  enums: Enums,
  wanted: Readonly<Record<string, readonly string[]>>,
): Definitions => {
  const kinds = Object.fromEntries(
    Object.entries(wanted).flatMap(([apiVersion, names]) =>
      names.map((kind) => [`${apiVersion} ${kind}`, find(definitions, apiVersion, kind)]),
    ),
  );
  const all = Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, withEnums(schema, enums[name])]),
  );
  const strict = { ...convertAll(all, dialect), ...overrides };
  const closed = Object.entries(kinds).map(([key, name]) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    return [name, ofKind(strict[name] ?? {}, apiVersion, kind)] as const;
  });
  return { definitions: reached({ ...strict, ...Object.fromEntries(closed) }, kinds), kinds };
};

/**
 * A schema of objects whose `apiVersion` and `kind`, where they are said, are these two.
 *
 * That they are said is not asked here: kubeconform asks it of a document, and the claim templates of a StatefulSet,
 * which have the definition of a kind, do without.
 */
export const ofKind = (schema: Schema, apiVersion: string, kind: string): Schema => ({
  ...schema,
  properties: {
    ...(schema.properties as Schema),
    apiVersion: { type: 'string', enum: [apiVersion] },
    kind: { type: 'string', enum: [kind] },
  },
});

const dialect: Dialect = { bareObject: 'open', refer: (ref) => ref };

const prefix = '#/definitions/';

/** Types with a JSON form of their own, which the published OpenAPI calls strings or says nothing about. */
const overrides: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    type: ['number', 'string'],
    // controller-tools pkg/crd/known_types.go, which puts apimachinery's quantity.go as a pattern.
    pattern:
      '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  },
  // A structural schema, which a CRD of v1 must have, admits no list of schemas here.
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': {
    $ref: `${prefix}io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps`,
  },
};

const find = (definitions: Swagger['definitions'], apiVersion: string, kind: string): string => {
  const wanted = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  const name = Object.keys(definitions).find((key) => {
    const kinds = definitions[key]?.['x-kubernetes-group-version-kind'];
    const [only, ...others] = (kinds ?? []) as readonly Readonly<Record<string, string>>[];
    const same = `${only?.group}/${only?.version}` === wanted && only?.kind === kind;
    return same && others.length === 0;
  });
  if (name === undefined) throw new Error(`Kubernetes has no ${kind} of ${apiVersion}.`);
  return name;
};

const withEnums = (schema: Schema, enums: Enums[string] = {}): Schema => {
  const properties = { ...(schema.properties as Readonly<Record<string, Schema>>) };
  const required = (schema.required ?? []) as readonly string[];
  for (const [place, values] of Object.entries(enums)) {
    const name = place.replace('[]', '');
    const property = properties[name];
    if (property === undefined) continue;
    const inner = ['items', 'additionalProperties'].find((key) => key in property);
    if (place === name) {
      // Go reads an empty text as an absent one, and the server then takes its default.
      const or = required.includes(name) ? [] : [''];
      properties[name] = { ...property, enum: [...new Set([...or, ...values])] };
    } else if (inner !== undefined) {
      properties[name] = { ...property, [inner]: { ...(property[inner] as Schema), enum: values } };
    }
  }
  return Object.keys(properties).length === 0 ? schema : { ...schema, properties };
};

/** The definitions that the kinds lead to, sorted by name. */
const reached = (
  definitions: Definitions['definitions'],
  kinds: Definitions['kinds'],
): Definitions['definitions'] => {
  const names = new Set(Object.values(kinds));
  names.add('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  // A set that grows while it is walked is walked to its end.
  for (const name of names) {
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`Kubernetes refers to ${name}, but has it not.`);
    for (const [, ref = ''] of JSON.stringify(definition).matchAll(/"\$ref":"([^"]+)"/g)) {
      names.add(ref.slice(prefix.length));
    }
  }
  return Object.fromEntries([...names].sort().map((name) => [name, definitions[name] ?? {}]));
};
