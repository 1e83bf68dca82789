import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import { manager } from '../api/request.ts';
import { labels, managedBy, secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import { day, daysAfter, endOf, isFor, problemsOf } from './check.ts';
import { authorityCommonName, issueAuthority, issueCertificate, type KeyPair } from './issue.ts';
import type { Purpose } from './purpose.ts';

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
export const certificateIn = (
  secret: LiveObject | undefined,
  key = 'tls.crt',
): X509Certificate | undefined => {
  const text = textIn(secret, key);
  try {
    return text === '' ? undefined : new X509Certificate(text);
  } catch {
    return undefined;
  }
};

/** Whether the appliance made a certificate. */
export const isOwn = ({ issuer }: X509Certificate): boolean =>
  issuer === `CN=${authorityCommonName}`;

/** Whether a Secret is of the appliance: what it made, even where somebody has damaged it. */
export const isOwnSecret = (secret: LiveObject): boolean => {
  const certificate = certificateIn(secret);
  return certificate === undefined
    ? secret.metadata.labels?.[managedBy] === manager
    : isOwn(certificate);
};

/** Why clients cannot connect with the certificate in a Secret, or soon cannot; empty where all is good. */
export const secretProblems = (
  secret: LiveObject,
  { hosts, warningDays }: Purpose,
  now: Date,
): readonly string[] => {
  const keys = ['tls.crt', 'tls.key', 'ca.crt'];
  const missing = keys.filter((key) => textIn(secret, key) === '');
  if (missing.length > 0) return [`it has no ${missing.join(' and no ')}`];
  const [certificate, authority] = ['tls.crt', 'ca.crt'].map((key) => certificateIn(secret, key));
  const key = keyIn(secret);
  if (certificate === undefined || authority === undefined || key === undefined) {
    const wrong = [
      ...(certificate === undefined ? ['tls.crt is not a certificate in PEM'] : []),
      ...(authority === undefined ? ['ca.crt is not a certificate in PEM'] : []),
      ...(key === undefined ? ['tls.key is not a private key in PEM'] : []),
    ];
    return wrong;
  }
  const problems = [
    ...(certificate.checkPrivateKey(key) ? [] : ['the certificate does not belong to the key']),
    ...(certificate.verify(authority.publicKey) ? [] : ['ca.crt did not sign the certificate']),
    ...hosts.flatMap((host) => problemsOf(certificate, host, now)),
  ];
  return problems.length === 0 && endOf(certificate) < daysAfter(now, warningDays)
    ? [`the certificate expires on ${day(endOf(certificate))}`]
    : [...new Set(problems)];
};

/**
 * The Secrets of a certificate that the appliance makes, and of its authority; none where the ones that are there are still good. The
 * authority stays the same as long as it can.
 */
export const ownSecrets = async (
  session: Session,
  name: string,
  purpose: Purpose,
  now: Date,
): Promise<readonly Manifest[]> => {
  const { api, site } = session;
  const live = await api.get(secretReference(name, site.targetNamespace));
  const renewed = { ...purpose, warningDays: purpose.renewalDays };
  if (live && secretProblems(live, renewed, now).length === 0) return [];
  const authorityOf = authorityName(name);
  const kept = await api.get(secretReference(authorityOf, site.targetNamespace));
  const isKept = kept !== undefined && canSign(kept, purpose, now);
  const authority = isKept
    ? { certificate: textIn(kept, 'tls.crt'), key: textIn(kept, 'tls.key') }
    : issueAuthority(purpose, now);
  return [
    ...(isKept ? [] : tlsSecret(session, authorityOf, authority, kept)),
    ...tlsSecret(
      session,
      name,
      issueCertificate(purpose, authority, now),
      live,
      authority.certificate,
    ),
  ];
};

/** Secret with the authority of a certificate. */
export const authorityName = (name: string): string => `${name}-authority`;

/** An authority must outlive what it signs, and may sign for its own hosts only. */
const canSign = (secret: LiveObject, { hosts, days }: Purpose, now: Date): boolean => {
  const [certificate, key] = [certificateIn(secret), keyIn(secret)];
  return (
    certificate !== undefined &&
    key !== undefined &&
    certificate.checkPrivateKey(key) &&
    hosts.every((host) => isFor(certificate, host)) &&
    endOf(certificate) > daysAfter(now, days)
  );
};

const keyIn = (secret: LiveObject): KeyObject | undefined => {
  try {
    return createPrivateKey(textIn(secret, 'tls.key'));
  } catch {
    return undefined;
  }
};

const textIn = (secret: LiveObject | undefined, key: string): string => {
  const data = (secret?.data ?? {}) as Readonly<Record<string, string>>;
  return Buffer.from(data[key] ?? '', 'base64').toString();
};

const encode = (text: string): string => Buffer.from(text).toString('base64');
