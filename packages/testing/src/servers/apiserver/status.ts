import type { Resource } from './resource.ts';

/** Why a request failed, in the words of `k8s.io/apimachinery/pkg/apis/meta/v1` StatusReason. */
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

/** One of several reasons, with the field or the object that is to blame. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** An answer that is an error; it is sent as an object of kind Status. */
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

/** How messages name an object: `helmreleases.helm.toolkit.fluxcd.io "db"`; without a name a kind. */
export const say = ({ plural, group }: Resource, name: string): string =>
  `${plural}${group && `.${group}`}${name && ` "${name}"`}`;

/** What the real server says to somebody who writes a version that is not the last. */
export const modified = (what: string): string =>
  `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`;
