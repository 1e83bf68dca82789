import { readFile } from 'node:fs/promises';
import { parseReference, type Repository } from '@helm-charts/oci';
import { type Checked, Failure, type Finding } from '@helm-charts/types';
import type { ConnectionOptions } from '../connection.ts';
import { parseLock, type ReleaseLock } from '../lock/lock.ts';
import { trustIdentity } from '../sign/identity.ts';
import { publicKeyIn } from '../sign/public-key.ts';
import { type Trust, trustKeys } from '../sign/trust.ts';

export interface VerifyOptions extends ConnectionOptions {
  /** Where the artifacts of the lock or of the release are: `oci://registry.example.com/site`. */
  readonly registry?: string | undefined;
  /** The file of a lock. */
  readonly lock?: string | undefined;
  /** A tag in the repository `releases`, whose lock is taken after its signature is verified. */
  readonly release?: string | undefined;
  /** Public keys, as PEM files. A signature of one of them is enough. */
  readonly keys: readonly string[];
  /** In place of keys: the name in the certificate of a signature without a key. */
  readonly identity?: string | undefined;
  /** The URL of who has confirmed that name. */
  readonly issuer?: string | undefined;
  /** A `trusted_root.json` of Sigstore. */
  readonly trustedRoot?: string | undefined;
}

/** Whose signatures count: those of the keys, or of the identity. */
export const trustOf = async (options: VerifyOptions): Promise<Trust> => {
  const { keys, identity: subject, issuer, trustedRoot } = options;
  const named = [subject, issuer, trustedRoot].filter((one) => one !== undefined);
  if (keys.length > 0 && named.length === 0)
    return trustKeys(await Promise.all(keys.map(publicKeyIn)));
  if (keys.length === 0 && subject && issuer && trustedRoot)
    return trustIdentity({ subject, issuer, trustedRoot });
  const message = named.length === 0 ? 'the public key is missing' : 'who signed is not clear';
  const fix =
    named.length === 0
      ? 'name a PEM file with BEGIN PUBLIC KEY'
      : 'name either --key, or --certificate-identity with --certificate-oidc-issuer and --trusted-root';
  throw new Failure(2, [wrong('--key', message, fix)]);
};

/** The folder of a registry, without a tag. */
export const folderOf = (registry: string | undefined): Checked<Repository> => {
  if (registry === undefined) {
    const fix = 'write --registry oci://registry.example.com/site';
    return { findings: [wrong('--registry', 'the address of the registry is missing', fix)] };
  }
  const { value, findings } = parseReference(registry);
  if (value === undefined) return { findings };
  const { host, repository, tag, digest } = value;
  if (tag === undefined && digest === undefined) return { value: { host, repository }, findings };
  const message = 'it has a tag or a digest, and those come from the versions';
  const fix = 'name the registry and a folder: oci://registry.example.com/site';
  return { findings: [wrong(registry, message, fix)] };
};

/** Reads the file of a lock. */
export const lockIn = async (file: string): Promise<Checked<ReleaseLock>> => {
  const text = await readFile(file, 'utf8').catch((cause) => {
    const fix = 'correct --lock, or name references, or a release with --release';
    throw new Failure(3, [wrong(file, "the lock can't be read", fix)], { cause });
  });
  return parseLock(text, { input: file });
};

export const wrong = (input: string, message: string, fix: string): Finding => ({
  rule: 'verify',
  severity: 'error',
  input,
  message,
  fix,
});
