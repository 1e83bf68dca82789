import type { Answer } from './answer.ts';
import { decode } from './body.ts';
import type { Request } from './request.ts';
import type { Target, Troubles } from './trouble.ts';

/** Answers a SelfSubjectAccessReview: everything is allowed unless a test forbids it. */
export const review = (request: Request, troubles: Troubles): Answer => {
  const sent = decode(request) as AccessReview;
  const { verb, resource, namespace, name } = sent.spec?.resourceAttributes ?? {};
  const asked = {
    ...(verb && { verb }),
    ...(resource && { resource }),
    ...(namespace && { namespace }),
    ...(name && { name }),
  };
  const allowed = !troubles.forbids(asked);
  return { code: 201, body: { ...sent, status: { allowed } } };
};

interface AccessReview {
  readonly spec?: { readonly resourceAttributes?: Target };
}
