import { convert, type Dialect, type Schema } from './convert.ts';
import { ofKind } from './kubernetes.ts';

/** The part of a CustomResourceDefinition that is read. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** The strict schema of one version of a custom resource; `metadata` refers to the ObjectMeta of Kubernetes. */
export const customResourceSchema = (
  { spec }: CustomResourceDefinition,
  version: string,
): Schema | undefined => {
  const found = spec.versions.find(({ name }) => name === version);
  if (found === undefined) return undefined;
  const schema = convert(found.schema.openAPIV3Schema, dialect);
  const properties = { ...(schema.properties as Schema), metadata: { $ref: objectMeta } };
  return ofKind({ ...schema, properties }, `${spec.group}/${version}`, spec.names.kind);
};

const dialect: Dialect = { bareObject: 'closed', refer: (ref) => ref };

const objectMeta =
  '../kubernetes-1.36/definitions.json#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
