import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

/** The certificate of a server, its private key, and the certificate authority that a client must trust; each as PEM text. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for the names, valid for one day, from its own certificate authority.
 * @throws {Failure} With exit code 3 if openssl is missing.
 */
export const makeCertificate = async (
  ...names: readonly [string, ...string[]]
): Promise<Certificate> => {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  try {
    await request(folder, 'authority', 'Authority of a test', [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign',
    ]);
    await request(
      folder,
      'server',
      names[0],
      [
        `subjectAltName=${names.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(',')}`,
        'basicConstraints=critical,CA:FALSE',
        'extendedKeyUsage=serverAuth',
      ],
      ['-CA', 'authority.crt', '-CAkey', 'authority.key'],
    );
    return {
      authority: await read('authority.crt'),
      certificate: await read('server.crt'),
      key: await read('server.key'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const run = promisify(execFile);

const request = async (
  cwd: string,
  file: string,
  commonName: string,
  extensions: readonly string[],
  signer: readonly string[] = [],
): Promise<void> => {
  const key = `-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${file}.key`;
  try {
    await run(
      'openssl',
      [
        ...`req -x509 -config /dev/null -days 1 -out ${file}.crt ${key}`.split(' '),
        ...['-subj', `/CN=${commonName}`],
        ...extensions.flatMap((extension) => ['-addext', extension]),
        ...signer,
      ],
      { cwd },
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw missing('openssl', 'Tests need it to make certificates; run `apt-get install openssl`.');
  }
};
