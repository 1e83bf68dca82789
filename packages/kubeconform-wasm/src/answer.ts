import { validationErrors } from './errors.ts';
import { explain } from './malformed.ts';
import type { ValidationResult } from './validation-result.ts';

/** What the Go code answers about a document (go/validation/answer.go of the engine). */
export interface Answer {
  readonly status: 'valid' | 'invalid' | 'unknown-kind' | 'malformed' | 'empty';
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly message?: string;
}

/** The validation result in an answer. */
export const resultOf = ({
  status,
  apiVersion = '',
  kind = '',
  message = '',
}: Answer): ValidationResult => {
  if (status === 'invalid') return { status, errors: validationErrors(message) };
  if (status === 'unknown-kind') return { status, apiVersion, kind };
  if (status === 'malformed') return { status, message: explain(message) };
  return { status };
};
