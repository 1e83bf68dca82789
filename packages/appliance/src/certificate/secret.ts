import { X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import { labels, secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import { daysAfter, endOf, isFor } from './check.ts';
import { authorityName, issueAuthority, issueCertificate, type KeyPair } from './issue.ts';

/** The Secret of type `kubernetes.io/tls` with a certificate, in place of the one that is there; none where that is the same. */
export const tlsSecret = (
  { site }: Session,
  name: string,
  { certificate, key }: KeyPair,
  live: LiveObject | undefined,
  authority?: string,
): readonly Manifest[] => {
  const of = secretReference(name, site.targetNamespace);
  const data = {
    'tls.crt': encode(certificate + (authority ?? '')),
    'tls.key': encode(key),
    ...(authority !== undefined && { 'ca.crt': encode(authority) }),
  };
  const type = 'kubernetes.io/tls';
  if (live === undefined) {
    return [{ ...of, metadata: { ...of.metadata, labels: labels(site.name) }, type, data }];
  }
  if (isDeepStrictEqual(live.data, data)) return [];
  const { resourceVersion = '' } = live.metadata;
  // In a merge patch a null takes a key away.
  const gone = Object.fromEntries(Object.keys(live.data ?? {}).map((member) => [member, null]));
  const metadata: LiveObject['metadata'] = { ...of.metadata, resourceVersion };
  return [{ ...of, metadata, data: { ...gone, ...data } }];
};

/** The certificate in a Secret; undefined if the Secret does not have one. */
export const certificateIn = (secret: LiveObject | undefined): X509Certificate | undefined => {
  const text = textIn(secret, 'tls.crt');
  try {
    return text === '' ? undefined : new X509Certificate(text);
  } catch {
    return undefined;
  }
};

/** Whether the appliance made a certificate. */
export const isOwn = ({ issuer }: X509Certificate): boolean => issuer === `CN=${authorityName}`;

/**
 * The Secrets of a certificate that the appliance makes for a host, and of its authority; none where the ones that are there are
 * still good. The authority stays the same as long as it can, since people have told their browsers to trust it.
 */
export const ownSecrets = async (
  session: Session,
  name: string,
  host: string,
  now: Date,
): Promise<readonly Manifest[]> => {
  const { api, site } = session;
  const live = await api.get(secretReference(name, site.targetNamespace));
  const certificate = certificateIn(live);
  const renewal = daysAfter(now, renewalDays);
  if (certificate && isFor(certificate, host) && endOf(certificate) > renewal) return [];
  const authorityOf = `${name}-authority`;
  const kept = await api.get(secretReference(authorityOf, site.targetNamespace));
  const keptCertificate = certificateIn(kept);
  const isKept =
    keptCertificate !== undefined &&
    isFor(keptCertificate, host) &&
    endOf(keptCertificate) > daysAfter(now, lifetimeDays);
  const authority = isKept
    ? { certificate: textIn(kept, 'tls.crt'), key: textIn(kept, 'tls.key') }
    : issueAuthority(host, now);
  return [
    ...(isKept ? [] : tlsSecret(session, authorityOf, authority, kept)),
    ...tlsSecret(
      session,
      name,
      issueCertificate(host, authority, now),
      live,
      authority.certificate,
    ),
  ];
};

/** `bootstrap` and `deploy` renew a certificate in this many last days. */
const renewalDays = 60;

/** An authority must outlive what it signs. */
const lifetimeDays = 820;

const textIn = (secret: LiveObject | undefined, key: string): string => {
  const data = (secret?.data ?? {}) as Readonly<Record<string, string>>;
  return Buffer.from(data[key] ?? '', 'base64').toString();
};

const encode = (text: string): string => Buffer.from(text).toString('base64');
