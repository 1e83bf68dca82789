import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Verb } from './request.ts';
import { modified, type Reason, Refusal, say } from './status.ts';

/** The requests that are affected; an absent field matches all. */
export interface Target {
  readonly verb?: Verb | readonly Verb[];
  /** The plural name of the resource: `secrets`. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** The trouble ends after this many requests; without it, it does not end by itself. */
  readonly times?: number;
}

/**
 * The effect on a request: it fails with a reason, its connection is closed without a response, or its response is delayed (milliseconds).
 */
export type Trouble = Reason | 'hang up' | { readonly delay: number };

/** The troubles that a test has added. */
export interface Troubles {
  /** Adds a trouble until the returned function is called. */
  readonly make: (trouble: Trouble, target: Target) => () => void;
  /**
   * Applies the troubles to a request: waits, or returns that the connection must be closed.
   * @throws {Refusal} If the request must fail.
   */
  readonly meet: (request: Request) => Promise<'go on' | 'hang up'>;
  /** Whether a request of this kind would be forbidden, for a SelfSubjectAccessReview. */
  readonly forbids: (request: Target) => boolean;
}

export const makeTroubles = (): Troubles => {
  const troubles = new Map<object, { trouble: Trouble; target: Target; left: number }>();
  return {
    make: (trouble, target) => {
      const key = {};
      troubles.set(key, { trouble, target, left: target.times ?? Number.POSITIVE_INFINITY });
      return () => void troubles.delete(key);
    },
    meet: async (request) => {
      const { verb, resource, namespace, name } = request;
      const met = { verb, resource: resource.plural, ...(namespace && { namespace }), name };
      for (const [key, entry] of troubles) {
        if (!isMeant(entry.target, met)) continue;
        entry.left -= 1;
        if (entry.left === 0) troubles.delete(key);
        const { trouble } = entry;
        if (trouble === 'hang up') return trouble;
        if (typeof trouble === 'string') throw new Refusal(trouble, sentence(trouble, request));
        await sleep(trouble.delay, undefined, { ref: false });
      }
      return 'go on';
    },
    forbids: (request) =>
      [...troubles.values()].some(
        ({ trouble, target }) => trouble === 'Forbidden' && isMeant(target, request),
      ),
  };
};

const isMeant = (target: Target, request: Target): boolean => {
  const verbs = target.verb === undefined ? [request.verb] : [target.verb].flat();
  return (
    verbs.some((verb) => verb === request.verb) &&
    (target.resource ?? request.resource) === request.resource &&
    (target.namespace ?? request.namespace) === request.namespace &&
    (target.name ?? request.name) === request.name
  );
};

const sentence = (reason: Reason, { verb, resource, namespace, name }: Request): string => {
  const id = say(resource, name);
  if (reason === 'Conflict') return modified(id);
  if (reason !== 'Forbidden') return `${id}: ${reason}`;
  const where =
    namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return `${id} is forbidden: User "test" cannot ${verb} resource "${resource.plural}" in API group "${resource.group}" ${where}`;
};
