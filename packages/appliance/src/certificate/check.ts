import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** Why browsers refuse a certificate for a host at a time; empty where they take it. */
export const problemsOf = (
  certificate: X509Certificate,
  host: string,
  now: Date,
): readonly string[] => {
  const { validFrom } = certificate;
  return [
    ...(isFor(certificate, host)
      ? []
      : [`the certificate is for ${namesOf(certificate)}, not for ${host}`]),
    ...(endOf(certificate) <= now ? [`the certificate expired on ${day(endOf(certificate))}`] : []),
    ...(new Date(validFrom) > now
      ? [`the certificate is not valid before ${day(new Date(validFrom))}`]
      : []),
  ];
};

/** Whether a certificate names a host. Browsers read its subject alternative names only. */
export const isFor = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) === 0
    ? certificate.checkHost(host, { subject: 'never' })
    : certificate.checkIP(host)) !== undefined;

/** When a certificate expires. */
export const endOf = ({ validTo }: X509Certificate): Date => new Date(validTo);

/** `2027-03-01`. */
export const day = (date: Date): string => date.toISOString().slice(0, 10);

/** A time so many days after another. */
export const daysAfter = (now: Date, days: number): Date =>
  new Date(now.getTime() + days * 86_400_000);

const namesOf = ({ subjectAltName = '' }: X509Certificate): string =>
  subjectAltName.replaceAll(/(DNS|IP Address):/g, '') || 'no host';
