import type { X509Certificate } from 'node:crypto';
import { objectIdOf, type SiteAddress } from '@helm-charts/types';
import { type Answer, ask, type Endpoint } from '../address/ask.ts';
import { endpointOf, serviceOf } from '../address/endpoint.ts';
import { printAddress } from '../address/parse.ts';
import { addressOf } from '../address/site-address.ts';
import type { LiveObject } from '../api/object.ts';
import { certificateFor, notReady } from '../certificate/cert-manager.ts';
import { day, daysAfter, endOf, problemsOf } from '../certificate/check.ts';
import { forBrowsers } from '../certificate/purpose.ts';
import { isOwn } from '../certificate/secret.ts';
import type { Session } from '../session.ts';
import { type Item, itemOf } from './item.ts';

/** The address to open, whether it answers, and its certificate; nothing where the profile has no address. */
export const addressItems = async (session: Session): Promise<readonly Item[]> => {
  const { site, api, signal } = session;
  if (site.address === undefined) return [];
  const of = serviceOf(session, site.address);
  const [address, service, managed] = await Promise.all([
    addressOf(session, site.address),
    api.get(of),
    certificateFor(session, site.address.secret),
  ]);
  const item = (state: Item['state'], message: string): readonly Item[] => [
    {
      layer: 'address',
      object: objectIdOf(of),
      state,
      message: `${printAddress(address)} ${message}`,
    },
    ...(managed ? [managedItem(managed, site.address?.secret)] : []),
  ];
  const endpoint = await endpointOf(session, service, address);
  try {
    const answer = await ask(address, endpoint, signal);
    const [problem] = problemsIn(answer, address, new Date(), managed);
    if (problem !== undefined) return item('failed', problem);
    if (answer.status >= 500) return item('progressing', `answers with ${answer.status}`);
    return item('ready', `answers${certificateOf(answer)}`);
  } catch (error) {
    if (service === undefined)
      return item('missing', 'does not answer: its Service does not exist');
    return item('failed', `does not answer at ${printEndpoint(endpoint)}: ${reasonOf(error)}`);
  }
};

/** The Certificate of cert-manager, with what cert-manager says of it. */
const managedItem = (certificate: LiveObject, secret = ''): Item => {
  const problem = notReady(certificate);
  const item = itemOf('address', certificate);
  return problem === undefined
    ? item('ready', `cert-manager renews the Secret ${secret}`)
    : item('progressing', problem);
};

/** What is wrong with a certificate, or soon will be. */
const problemsIn = (
  { chain: [certificate] }: Answer,
  { host }: SiteAddress,
  now: Date,
  managed: LiveObject | undefined,
): readonly string[] => {
  if (certificate === undefined) return [];
  const days = isOwn(certificate) ? forBrowsers(host).warningDays : warningDays;
  const soon =
    endOf(certificate) < daysAfter(now, days)
      ? [`the certificate expires on ${day(endOf(certificate))}`]
      : [];
  const fix = isOwn(certificate)
    ? 'renew it with "alga-appliance deploy", or give another with --tls-cert'
    : 'give another with "alga-appliance deploy --tls-cert FILE --tls-key FILE"';
  return [...problemsOf(certificate, host, now), ...soon].map((problem) =>
    managed === undefined
      ? `${problem}; ${fix}`
      : `${problem}; cert-manager must renew it: see "kubectl describe certificate --namespace ${managed.metadata.namespace} ${managed.metadata.name}"`,
  );
};

/** For a certificate from elsewhere. cert-manager renews in the last third, that is 30 days before the end of the usual 90. */
const warningDays = 21;

const certificateOf = ({ chain }: Answer): string => {
  const [certificate] = chain;
  const authority = chain.at(-1);
  if (certificate === undefined || authority === undefined) return ' over plain HTTP';
  const until = `; its certificate is valid until ${day(endOf(certificate))}`;
  return isRoot(authority)
    ? `${until}, and its authority has the SHA-256 fingerprint ${authority.fingerprint256}`
    : `${until}, and was issued by ${commonName(certificate.issuer)}`;
};

/** A server sends its root only where clients do not know it. */
const isRoot = (certificate: X509Certificate): boolean => certificate.checkIssued(certificate);

const commonName = (name: string): string => /^CN=(.*)$/m.exec(name)?.[1] ?? name;

const printEndpoint = ({ host, port }: Endpoint): string => `${host}:${port}`;

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const known = code === undefined ? undefined : reasons[code];
  return known ?? message ?? code ?? 'the connection failed';
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved',
  EHOSTUNREACH: 'the network has no route to it',
  ENETUNREACH: 'the network has no route to it',
  ECONNRESET: 'it broke the connection off',
};
