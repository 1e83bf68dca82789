import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { definitionsAmong } from './definitions.ts';
import { labelsOfNamespaces } from './namespaces.ts';
import {
  type ApiAnswer,
  type ApiServer,
  type ApiServerOptions,
  type Labels,
  type NotBuilt,
  openApiServer,
} from './server.ts';

/** The result of a validation, or why there is none. */
export type ApiValidation =
  | {
      readonly status: 'validated';
      readonly findings: readonly Finding[];
      /** Objects of kinds that neither Kubernetes nor a definition has; they were not validated. */
      readonly unknown: readonly ManifestDocument[];
    }
  | NotBuilt;

/** What is known of the cluster that the objects are applied to. */
export interface ApiValidationOptions extends ApiServerOptions {
  /** The namespace of objects that name none, `default` unless set. */
  readonly namespace?: string;
  /** The labels of namespaces besides those among the objects. */
  readonly namespaces?: Readonly<Record<string, Labels>>;
  /** CustomResourceDefinitions besides those among the objects. */
  readonly definitions?: readonly ManifestDocument[];
}

/**
 * Validates objects as the API server of a version of Kubernetes does when it creates them: strict decoding,
 * defaults, the create strategies of all kinds (kubernetes pkg/registry), custom objects by their
 * CustomResourceDefinitions, and the Pod Security Standards by the labels of the namespaces. What
 * the API server rejects is an error with its words, what it warns of is a warning. Objects that are
 * in the validation cache are not validated again.
 * @throws {Failure} With exit code 2 for an unknown feature gate, 3 if the program ends before it has
 * answered.
 */
export const validateAsApiServer = (
  documents: readonly ManifestDocument[],
  options: ApiValidationOptions,
): Promise<ApiValidation> => {
  const labelsOf = labelsOfNamespaces(documents, options);
  const definitionOf = definitionsAmong([...(options.definitions ?? []), ...documents]);
  return withServer(documents, options, ({ create }) =>
    create(
      documents.map((document) => ({
        document,
        labels: labelsOf(document),
        definition: definitionOf(document),
      })),
    ),
  );
};

/** An object before and after an update. */
export interface ObjectUpdate {
  readonly old: ManifestDocument;
  readonly new: ManifestDocument;
}

/**
 * Validates updates as the API server does when an object is applied in place of the old one, which
 * has the same kind, namespace and name: immutable fields are errors of the new object.
 * @throws {Failure} With exit code 2 for an unknown feature gate, 3 if the program ends before it has
 * answered.
 */
export const validateUpdates = (
  updates: readonly ObjectUpdate[],
  options: Omit<ApiValidationOptions, 'namespace' | 'namespaces'>,
): Promise<ApiValidation> => {
  const documents = updates.map((update) => update.new);
  const definitionOf = definitionsAmong([...(options.definitions ?? []), ...documents]);
  return withServer(documents, options, ({ update }) =>
    update(updates.map((one) => ({ ...one, definition: definitionOf(one.new) }))),
  );
};

const withServer = async (
  documents: readonly ManifestDocument[],
  options: ApiServerOptions,
  work: (server: ApiServer) => Promise<ApiAnswer>,
): Promise<ApiValidation> => {
  const server = openApiServer(options);
  try {
    const answer = await work(server);
    if (answer.status === 'not-built') return answer;
    const { verdicts } = answer;
    return {
      status: 'validated',
      findings: [...answer.findings, ...verdicts.flatMap(({ findings }) => findings)],
      unknown: documents.filter((_, index) => verdicts[index]?.unvalidated === 'no-definition'),
    };
  } finally {
    await server.close();
  }
};
