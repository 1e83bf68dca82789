import { convert, type Dialect, type Schema } from './convert.ts';
import type { CustomResourceDefinition } from './definitions.ts';
import { ofKind } from './kubernetes.ts';
import { objectMetaSet } from './sources.ts';

/** The strict schema of one version of a custom resource; `metadata` refers to the ObjectMeta of Kubernetes. */
export const customResourceSchema = (
  { spec }: CustomResourceDefinition,
  version: string,
): Schema | undefined => {
  const found = spec.versions.find(({ name }) => name === version);
  if (found === undefined) return undefined;
  const schema = convert(found.schema.openAPIV3Schema, dialect);
  const { status, ...fields } = schema.properties as Schema;
  const properties = {
    ...fields,
    metadata: { $ref: objectMeta },
    // A client can't set it: the server drops what a manifest has (apiextensions-apiserver pkg/registry/customresource/strategy.go).
    ...(status !== undefined && { status: { type: 'object' } }),
  };
  return ofKind({ ...schema, properties }, `${spec.group}/${version}`, spec.names.kind);
};

const dialect: Dialect = { bareObject: 'closed', refer: (ref) => ref };

const objectMeta = `../${objectMetaSet}/definitions.json#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`;
