import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Checked, Finding } from '@helm-charts/types';
import { problemsOf } from './check.ts';
import type { KeyPair } from './issue.ts';

/** The files with a certificate and its private key. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Reads a certificate for a host from files, with all that is wrong with it. */
export const readCertificate = (
  files: CertificateFiles,
  host: string,
  now: Date,
): Checked<KeyPair> => {
  const [certificate, key] = [read(files.certificate), read(files.key)];
  const parsed =
    certificate === undefined ? undefined : attempt(() => new X509Certificate(certificate));
  const secret = key === undefined ? undefined : attempt(() => createPrivateKey(key));
  const findings = [
    ...fileFindings(files.certificate, '--tls-cert', certificate, parsed && 'certificate'),
    ...fileFindings(files.key, '--tls-key', key, secret && 'key'),
    ...(parsed === undefined
      ? []
      : problemsOf(parsed, host, now).map((message) =>
          finding(files.certificate, message, `get another one for ${host}`),
        )),
    ...(parsed === undefined || secret === undefined || parsed.checkPrivateKey(secret)
      ? []
      : [
          finding(
            files.certificate,
            `the certificate does not belong to the key in ${files.key}`,
            'give the key with which it was requested; the certificate of the host comes first in its file',
          ),
        ]),
  ];
  return findings.length > 0 || certificate === undefined || key === undefined
    ? { findings }
    : { value: { certificate, key }, findings };
};

const fileFindings = (
  file: string,
  option: string,
  text: string | undefined,
  parsed: string | undefined,
): readonly Finding[] => {
  if (text === undefined) return [finding(file, 'there is no such file', `correct ${option}`)];
  if (parsed !== undefined) return [];
  return option === '--tls-cert'
    ? [finding(file, 'this is no certificate in PEM', 'convert it with "openssl x509"')]
    : [
        finding(
          file,
          'this is no private key in PEM without a passphrase',
          'convert it with "openssl pkey"',
        ),
      ];
};

const read = (file: string): string | undefined => attempt(() => readFileSync(file, 'utf8'));

const attempt = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

const finding = (file: string, message: string, fix: string): Finding => ({
  rule: 'certificate',
  severity: 'error',
  position: { file },
  message,
  fix,
});
