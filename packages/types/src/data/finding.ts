import { fieldPath } from './path.ts';

/** One thing that is wrong, for people and for machines. */
export interface Finding {
  /** The name of the rule, in words: `drift`, `unused-value`, `port-name-length`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The Kubernetes object that it is about. */
  readonly object?: ObjectId;
  /** The field, as a JSON Pointer (RFC 6901): of the object, else of the chart's values or the file. */
  readonly pointer?: string;
  /** The place that a person can edit. */
  readonly position?: Position;
  /** What was given that is neither in a file nor an object: an option, a directory, an address. */
  readonly input?: string;
  /** What is wrong and why that matters, without a full stop. */
  readonly message: string;
  /** What to do, as an imperative, without a full stop. */
  readonly fix?: string;
  /** The page that says more. */
  readonly link?: string;
  /** Set if it is about something that a run did not look at. With the severity `info` it is counted and not printed. */
  readonly unseen?: UnseenMark;
}

/** What was not done with the object of a finding, and why. */
export interface UnseenMark {
  readonly what: 'rendered' | 'validated' | 'evaluated';
  readonly reason: UnseenReason;
  /** Whether the configuration states it, so that nobody has to do anything. */
  readonly isDeclared?: boolean;
}

/**
 * Why something was not rendered (`chart` to `suspended`), not validated (`schema` to `api-server-version`) or not evaluated (`generator` to
 * `rules`). `error`: other findings say what is wrong with it.
 */
export type UnseenReason =
  | 'error'
  /** The chart of a release is not available locally. */
  | 'chart'
  /** It comes from another repository. */
  | 'source'
  /** It comes from an artifact that an ArtifactGenerator makes in a way that is not simulated. */
  | 'artifact'
  /** kustomize would fetch it from the network. */
  | 'remote-base'
  /** A part of a kustomization needs objects that kustomize would fetch from the network. */
  | 'remote-part'
  | 'suspended'
  /** No schema of its kind is known. */
  | 'schema'
  /** No validator is installed. */
  | 'validator'
  /** TypeScript is not installed, so the types of sources are not checked. */
  | 'types'
  /** Flux does not apply it. */
  | 'left-out'
  /** The rules of the API server were not applied. */
  | 'api-server'
  /** The rules of the API server were those of another version of Kubernetes than the target. */
  | 'api-server-version'
  /** A controller creates further objects from it. */
  | 'generator'
  /** It has values that only the cluster has. */
  | 'in-cluster'
  /** It has values that are encrypted. */
  | 'encrypted'
  /** The rules were not checked. */
  | 'rules';

/** What names a Kubernetes object. */
export interface ObjectId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A place in a file. The path is relative to the workspace; lines and columns begin at 1. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What a function made of its input, and what is wrong with the input. Without a value there is an error among the findings. */
export interface Checked<T> {
  readonly value?: T;
  readonly findings: readonly Finding[];
}

/** A finding as one line of text: `error charts/web/templates/web.yaml: Deployment shop/web: spec.replicas: message; fix. [rule]`. */
export const printFinding = (finding: Finding): string => {
  const { severity, message, fix, rule } = finding;
  const places = [printPlace(finding)].filter((place) => place !== '');
  const sentence = fix === undefined ? message : `${message}; ${fix}`;
  const end = /[.!?]$/.test(sentence) ? '' : '.';
  return `${severity} ${[...places, `${sentence}${end}`].join(': ')} [${rule}]`;
};

/** Where a finding is: its file, its object and its field, as far as they are known. */
export const printPlace = ({ object, pointer, position, input }: Finding): string =>
  [
    position && printPosition(position),
    input,
    object && printObjectId(object),
    pointer === undefined ? undefined : fieldPath(keysOf(pointer)),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');

/** `file:line:column`, as far as it is known. */
export const printPosition = ({ file, line, column }: Position): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

/** How text names an object: `Deployment shop/web`. */
export const printObjectId = ({ kind, namespace, name }: ObjectId): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** The JSON Pointer (RFC 6901) of keys. */
export const pointerOf = (keys: readonly (string | number)[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The keys of a JSON Pointer. */
export const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
