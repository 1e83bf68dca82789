import { createHash } from 'node:crypto';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { EngineName } from '../backend.ts';
import { identityOf } from '../code.ts';
import { openValidationCache } from '../validation-cache.ts';
import { asker } from './ask.ts';
import { findingsOf } from './findings.ts';
import { openApiServer } from './open.ts';
import { withReplacement } from './replace.ts';
import type { Question, Verdict } from './verdict.ts';

/** What is known of the cluster that the objects are applied to. */
export interface ApiValidationOptions {
  /** The file of the validation cache. */
  readonly cache: string;
  /** The namespace of objects that name none, `default` unless set. */
  readonly namespace?: string;
  /** The labels of namespaces besides those among the objects. */
  readonly namespaces?: Readonly<Record<string, Labels>>;
  /** The texts of CustomResourceDefinitions besides those among the objects. */
  readonly definitions?: readonly string[];
  /** Feature gates of the API server that differ from the defaults of Kubernetes 1.36: `{ HPAScaleToZero: true }`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /**
   * The engine whose form of the API server's code validates: `native` is a program, `wasm` is WebAssembly. Without it, it
   * is that of HELM_CHARTS_ENGINE; else the program, or WebAssembly where there is no program.
   */
  readonly engine?: EngineName | undefined;
  /** The path of a program helm-charts-apiserver in place of that of this package. */
  readonly program?: string;
}

/** The options that do not depend on namespaces. */
type ClusterOptions = Omit<ApiValidationOptions, 'namespace' | 'namespaces'>;

type Labels = Readonly<Record<string, string>>;

/** The result of a validation, or why there is none. */
export type ApiValidation =
  | {
      readonly status: 'validated';
      readonly findings: readonly Finding[];
      /** Objects of kinds that neither Kubernetes nor a definition has; they were not validated. */
      readonly unknown: readonly ManifestDocument[];
    }
  | {
      readonly status: 'not-built';
      /** The path or the npm package that is missing. */
      readonly program: string;
      readonly fix: string;
    };

/**
 * Validates objects as the API server of Kubernetes 1.36 does when it creates them: strict decoding,
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
  const questions = documents.map((document) => ({
    document,
    question: { text: document.text, labels: labelsOf(document) },
  }));
  return judge('create', questions, options);
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
  options: ClusterOptions,
): Promise<ApiValidation> => {
  const questions = updates.map((update) => ({
    document: update.new,
    question: { old: update.old.text, new: update.new.text },
  }));
  return judge('update', questions, options);
};

/** A question about a document. */
interface Asked {
  readonly document: ManifestDocument;
  readonly question: Question;
}

const judge = async (
  verb: 'create' | 'update',
  questions: readonly Asked[],
  options: ClusterOptions,
): Promise<ApiValidation> => {
  const opened = await openApiServer(options);
  if ('fix' in opened) return { status: 'not-built', ...opened };
  const definitions = [
    ...(options.definitions ?? []),
    ...questions
      .map(({ document }) => document)
      .filter(isKind('CustomResourceDefinition'))
      .map(({ text }) => text),
  ];
  const settings = { verb, definitions, featureGates: options.featureGates ?? {} };
  const { server, findings } = withReplacement(opened);
  const ask = asker({ server, ...settings });
  const by = `${identityOf(server.path)} ${digestOf(settings)}`;
  const validate = (texts: readonly string[]): Promise<readonly Verdict[]> =>
    Promise.all(texts.map((text) => ask(JSON.parse(text) as Question)));
  const cache = await openValidationCache(options.cache, { identity: by, validate });
  const found = await cache.validate(questions.map(({ question }) => JSON.stringify(question)));
  const verdicts = questions.flatMap(({ document }, index) => {
    const verdict = found[index];
    return verdict === undefined ? [] : [{ document, verdict }];
  });
  await cache.keep();
  return {
    status: 'validated',
    findings: [
      ...findings,
      ...verdicts.flatMap(({ document, verdict }) => findingsOf(document, verdict)),
    ],
    unknown: verdicts
      .filter(({ verdict }) => verdict.status === 'unknown-kind')
      .map(({ document }) => document),
  };
};

const isKind =
  (kind: string) =>
  ({ manifest }: ManifestDocument): boolean =>
    manifest.kind === kind;

/** The labels that select the Pod Security Standards (k8s.io/pod-security-admission api/constants.go). */
const isPodSecurity = (label: string): boolean => label.startsWith('pod-security.kubernetes.io/');

/** Returns the labels of the namespace of a document, as far as they matter. */
const labelsOfNamespaces = (
  documents: readonly ManifestDocument[],
  { namespace = 'default', namespaces = {} }: ApiValidationOptions,
): ((document: ManifestDocument) => Labels | undefined) => {
  const declared = documents
    .filter(isKind('Namespace'))
    .map(({ manifest: { metadata } }) => [metadata.name, metadata.labels ?? {}] as const);
  const all = new Map([...Object.entries(namespaces), ...declared]);
  return ({ manifest }) => {
    const labels = all.get(manifest.metadata.namespace ?? namespace) ?? {};
    const chosen = Object.entries(labels).filter(([label]) => isPodSecurity(label));
    return chosen.length === 0 ? undefined : Object.fromEntries(chosen.sort());
  };
};

const digestOf = (settings: object): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex');
