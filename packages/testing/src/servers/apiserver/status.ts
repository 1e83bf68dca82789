import type { Resource } from './resource.ts';

/** The reason why a request failed (`k8s.io/apimachinery/pkg/apis/meta/v1` StatusReason). */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  UnsupportedMediaType: 415,
  InternalError: 500,
  ServiceUnavailable: 503,
} as const;

export type Reason = keyof typeof codes;

/** A cause of the failure, with its field or object. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** An error response, which is sent as an object of kind Status. */
export class Refusal extends Error {
  readonly status: Readonly<Record<string, unknown>> & { readonly code: number };

  constructor(reason: Reason, message: string, causes: readonly Cause[] = []) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      details: { causes },
      code: codes[reason],
    };
  }
}

/** The name of an object in messages: `helmreleases.helm.toolkit.fluxcd.io "db"`; without a name, only the resource. */
export const say = ({ plural, group }: Resource, name: string): string =>
  `${plural}${group && `.${group}`}${name && ` "${name}"`}`;

/** The message of the real server for a write with an outdated resourceVersion. */
export const modified = (what: string): string =>
  `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`;
