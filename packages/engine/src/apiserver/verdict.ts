/** What the API server says of an object (go/apiserver/verdict/verdict.go). */
export type Verdict = Judged | Undecided | Unknown;

/** An object that the API server accepts or rejects. */
interface Judged {
  readonly status: 'valid' | 'invalid';
  readonly errors?: readonly Cause[];
  readonly warnings?: readonly string[];
  readonly violations?: readonly Violation[];
}

/** A text that is no object, or an object of a version that the API server does not serve. */
interface Undecided {
  readonly status: 'malformed' | 'not-served';
  readonly message: string;
}

/** An object of a kind that neither Kubernetes nor a CustomResourceDefinition has. */
interface Unknown {
  readonly status: 'unknown-kind';
}

/** A reason to reject an object. */
export interface Cause {
  /** The type of a cause in the status of the API server, `UnknownField`, `DuplicateField` or `UnusableExpression`. */
  readonly type: string;
  /** As the API server writes it: `spec.ports[0].name`; empty for the whole object. */
  readonly field: string;
  readonly message: string;
}

/** A violation of the Pod Security Standards. */
interface Violation {
  readonly mode: 'enforce' | 'warn';
  /** A level and a version: `restricted:latest`. */
  readonly policy: string;
  readonly message: string;
}

/** An object to judge (go/apiserver/serve/message.go). */
export type Question = Creation | Replacement;

interface Creation {
  /** YAML or JSON. */
  readonly text: string;
  /** The labels of its namespace that select the Pod Security Standards. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

interface Replacement {
  /** YAML or JSON before the update. */
  readonly old: string;
  /** YAML or JSON after the update. */
  readonly new: string;
}
