import { broken } from '../problem.ts';
import { type Answer, type Exchange, headerOf } from './exchange.ts';
import { urlAt } from './url.ts';

/** Where an answer redirects to. Only what reads is redirected, and never from TLS to plain HTTP. */
export const redirectOf = (
  { method, target, expect }: Exchange,
  from: URL,
  answer: Answer,
): URL | undefined => {
  const { status } = answer;
  if (![301, 302, 303, 307, 308].includes(status) || expect.includes(status)) return undefined;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const to = urlAt(headerOf(answer, 'location'), from);
  if (to === undefined)
    throw broken(target, `${from.host} redirects without saying where to`, status);
  if (to.protocol !== 'https:' && (to.protocol !== 'http:' || from.protocol === 'https:'))
    throw broken(
      target,
      `${from.host} redirects to ${to.protocol}//${to.host}, which is not TLS`,
      status,
    );
  return to;
};
