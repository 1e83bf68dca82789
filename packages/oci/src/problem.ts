import { type ExitCode, Failure } from '@helm-charts/types';
import type { Digest } from './reference/digest.ts';

/** What kept a registry or a Helm repository from doing what it was asked for. */
export type RegistryProblem = Problem | Conflict;

export interface Problem extends Described {
  readonly kind: Exclude<ProblemKind, 'conflict'>;
}

/** A tag that has other content than the one to push. */
export interface Conflict extends Described {
  readonly kind: 'conflict';
  /** The digest of the content to push. */
  readonly local: Digest;
  /** The digest that the tag has. Undefined if the registry refused the push without saying it. */
  readonly remote: Digest | undefined;
}

/** What a problem is about, in one sentence, and what to do. */
interface Described {
  /** What was asked for: `oci://registry.example.com/charts/web:1.4.2`, or the URL of a Helm repository. */
  readonly target: string;
  /** The host that answered, or did not. */
  readonly host: string;
  readonly message: string;
  readonly fix: string;
  /** The HTTP status of the last answer, if there was one. */
  readonly status?: number;
}

export type ProblemKind =
  /** No answer: the name has no address, nothing listens, a timeout, a connection that is cut. */
  | 'unreachable'
  /** The certificate is not trusted, or one side speaks TLS and the other plain HTTP. */
  | 'untrusted'
  /** Credentials are missing or not accepted. */
  | 'unauthorized'
  /** The credentials are valid and do not allow it. */
  | 'forbidden'
  /** The registry says that it does not have it. */
  | 'absent'
  | 'conflict'
  /** Too many requests. */
  | 'limited'
  /** No room: the disk or the quota of the registry is full, or the content is too large. */
  | 'full'
  /** Any other refusal. */
  | 'refused'
  /** The answer is wrong: an error of the server, a web page, another digest, half of the content. */
  | 'broken'
  /** The caller aborted it. */
  | 'interrupted';

/** A failure of a registry, with its problem as plain data. */
export class RegistryFailure extends Failure {
  readonly problem: RegistryProblem;

  constructor(problem: RegistryProblem, options?: ErrorOptions) {
    const { target: input, message, fix } = problem;
    super(
      exitCodes[problem.kind],
      [{ rule: 'registry', severity: 'error', input, message, fix }],
      options,
    );
    this.name = 'RegistryFailure';
    this.problem = problem;
  }
}

/** What a request is about, for messages. */
export interface Target {
  readonly host: string;
  /** The reference or URL, as people write it. */
  readonly name: string;
}

/** A problem of a kind other than conflict. */
export const problemOf = (
  kind: Problem['kind'],
  { host, name }: Target,
  message: string,
  fix: string,
  status?: number,
): Problem => ({
  kind,
  target: name,
  host,
  message,
  fix,
  ...(status !== undefined && { status }),
});

/** The failure for an answer that no registry gives. */
export const broken = (target: Target, message: string, status?: number): RegistryFailure =>
  new RegistryFailure(
    problemOf(
      'broken',
      target,
      message,
      'check the address, and tell the operator of the registry',
      status,
    ),
  );

const exitCodes: Readonly<Record<ProblemKind, ExitCode>> = {
  unreachable: 3,
  untrusted: 3,
  unauthorized: 4,
  forbidden: 4,
  absent: 4,
  conflict: 4,
  limited: 4,
  full: 4,
  refused: 4,
  broken: 4,
  interrupted: 130,
};
