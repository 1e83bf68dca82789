import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { day, daysAfter, endOf, problemsOf } from './check.ts';
import { issueAuthority, issueCertificate } from './issue.ts';

const now = new Date();

/** What openssl says about a certificate of an authority. */
const verify = (authority: string, certificate: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'issue-'));
  try {
    writeFileSync(join(folder, 'ca.pem'), authority);
    writeFileSync(join(folder, 'server.pem'), certificate);
    const args = 'verify -x509_strict -purpose sslserver -CAfile ca.pem server.pem'.split(' ');
    return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test.each(['psa.example.com', 'alga', '10.0.0.5', `${'a'.repeat(63)}.example.com`])(
  'openssl accepts a certificate for %s, and refuses others of the same authority',
  (host) => {
    const authority = issueAuthority(host, now);
    const { certificate, key } = issueCertificate(host, authority, now);
    expect(verify(authority.certificate, certificate)).toContain('server.pem: OK');
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true);
    for (const other of ['other.example', '10.0.0.6']) {
      const forged = issueCertificate(other, authority, now).certificate;
      expect(verify(authority.certificate, forged)).toContain('subtree violation');
    }
  },
);

test('a certificate is valid for less than 825 days, and its authority for ten years', () => {
  const authority = issueAuthority('alga', now);
  const certificate = new X509Certificate(issueCertificate('alga', authority, now).certificate);
  expect(day(endOf(certificate))).toBe(day(daysAfter(now, 820)));
  expect(day(endOf(new X509Certificate(authority.certificate)))).toBe(day(daysAfter(now, 3650)));
});

test('what browsers refuse is said', () => {
  const authority = issueAuthority('alga', now);
  const certificate = new X509Certificate(issueCertificate('alga', authority, now).certificate);
  const problems = (host: string, days: number) =>
    problemsOf(certificate, host, daysAfter(now, days));
  expect(problems('alga', 0)).toEqual([]);
  expect(problems('other', 0)).toEqual(['the certificate is for alga, not for other']);
  expect(problems('10.0.0.5', 821)).toEqual([
    'the certificate is for alga, not for 10.0.0.5',
    `the certificate expired on ${day(daysAfter(now, 820))}`,
  ]);
  expect(problems('alga', -1)).toEqual([
    `the certificate is not valid before ${day(new Date(now.getTime() - 3_600_000))}`,
  ]);
});
