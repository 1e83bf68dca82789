/** One thing that is wrong with a document. */
export interface ValidationError {
  /** A JSON Pointer (RFC 6901) into the document: `/spec/template/spec/containers/0`; empty for the document itself. */
  readonly path: string;
  /** What kubeconform says of it. */
  readonly message: string;
}

/**
 * What was found out about a document:
 * - `valid`: it has the shape that the API server asks for;
 * - `invalid`: it has not, and these are all the places;
 * - `unknown-kind`: nobody can say, for there is no schema of its kind. The kind `List` is one of those: give its items;
 * - `malformed`: it isn't one mapping in YAML or JSON with an `apiVersion` and a `kind`, has a key twice, or is too large;
 * - `empty`: it has nothing but blanks and comments.
 */
export type ValidationResult =
  | { readonly status: 'valid' }
  | { readonly status: 'invalid'; readonly errors: readonly ValidationError[] }
  | { readonly status: 'unknown-kind'; readonly apiVersion: string; readonly kind: string }
  | { readonly status: 'malformed'; readonly message: string }
  | { readonly status: 'empty' };
