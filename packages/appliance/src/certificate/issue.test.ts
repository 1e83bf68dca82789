import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, orSkip, startPostgres } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { day, daysAfter, endOf, problemsOf } from './check.ts';
import { issueAuthority, issueCertificate } from './issue.ts';
import { forBrowsers, forPods } from './purpose.ts';

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
    const authority = issueAuthority(forBrowsers(host), now);
    const { certificate, key } = issueCertificate(forBrowsers(host), authority, now);
    expect(verify(authority.certificate, certificate)).toContain('server.pem: OK');
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true);
    for (const other of ['other.example', '10.0.0.6']) {
      const forged = issueCertificate(forBrowsers(other), authority, now).certificate;
      expect(verify(authority.certificate, forged)).toContain('subtree violation');
    }
  },
);

test('Postgres serves a certificate for several hosts, and clients accept it for each of them and no other', async (context) => {
  const purpose = forPods(['db', 'db.msp', 'db.msp.svc.cluster.local']);
  const authority = issueAuthority(purpose, now);
  const tls = issueCertificate(purpose, authority, now);
  await using postgres = await orSkip(context, startPostgres({ tls }));
  const login = (servername: string) =>
    connect({ ...postgres.superuser, tls: { ca: authority.certificate, servername } });
  for (const host of purpose.hosts) {
    await using connection = await login(host);
    expect(await connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }
  await expect(login('web.msp')).rejects.toThrow("does not match certificate's altnames");
  const forged = issueCertificate(forPods(['web.msp']), authority, now).certificate;
  expect(verify(authority.certificate, forged)).toContain('subtree violation');
});

test('a certificate is valid for less than 825 days, and its authority for ten years', () => {
  const authority = issueAuthority(forBrowsers('alga'), now);
  const certificate = new X509Certificate(
    issueCertificate(forBrowsers('alga'), authority, now).certificate,
  );
  expect(day(endOf(certificate))).toBe(day(daysAfter(now, 820)));
  expect(day(endOf(new X509Certificate(authority.certificate)))).toBe(day(daysAfter(now, 3650)));
});

test('what browsers refuse is said', () => {
  const authority = issueAuthority(forBrowsers('alga'), now);
  const certificate = new X509Certificate(
    issueCertificate(forBrowsers('alga'), authority, now).certificate,
  );
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
