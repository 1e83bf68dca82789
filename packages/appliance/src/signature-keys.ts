import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Checked, type Finding, objectIdOf, orFail } from '@helm-charts/types';
import type { Permission } from './api/api.ts';
import { applyObject } from './apply.ts';
import { labels, secretReference } from './secrets.ts';
import type { Session } from './session.ts';
import type { Site } from './site.ts';

/** The Secret with the public keys if the profile names none. */
export const presetSecret = 'cosign-pub';

/** The Secret whose public keys Flux verifies the sources with; undefined if it does not. */
const keysSecretOf = ({ source }: Site): string | undefined =>
  (source.spec as VerifiedSpec).verify?.secretRef.name;

/** The part of an OCIRepository that says how it is verified. */
export interface VerifiedSpec {
  readonly verify?: { readonly provider: string; readonly secretRef: { readonly name: string } };
}

/** What is wrong with the file of the public keys, or that there are none although the sources need them. */
export const keyProblems = async (
  { site, api }: Session,
  file: string | undefined,
): Promise<readonly Finding[]> => {
  const name = keysSecretOf(site);
  if (name === undefined) return [];
  if (file !== undefined) return readKeys(file).findings;
  const of = secretReference(name, site.fluxNamespace);
  if ((await api.get(of)) !== undefined) return [];
  const message = 'it does not exist, and Flux verifies the signatures with its public keys';
  return [finding({ object: objectIdOf(of) }, message, 'name a file with --cosign-key')];
};

/** Writes the public keys of a file into their Secret. */
export const applyKeys = async (session: Session, file: string | undefined): Promise<void> => {
  const { site } = session;
  const name = keysSecretOf(site);
  if (name === undefined || file === undefined) return;
  const of = secretReference(name, site.fluxNamespace);
  const metadata = { ...of.metadata, labels: labels(site.name) };
  const data = orFail(readKeys(file));
  await applyObject(session, { ...of, metadata, ...{ type: 'Opaque', data } });
};

/** What `applyKeys` does in the namespace of Flux. */
export const keyPermissions = (site: Site): readonly Permission[] =>
  keysSecretOf(site) === undefined
    ? []
    : ['get', 'create', 'patch'].map((verb) => ({
        verb,
        group: '',
        resource: 'secrets',
        namespace: site.fluxNamespace,
      }));

/** The data of the Secret: source-controller reads each key that ends with `.pub`, and one valid signature is enough. */
const readKeys = (file: string): Checked<Readonly<Record<string, string>>> => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { findings: [unusable(file, 'there is no such file')] };
  }
  const keys = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  if (keys.length === 0 || !keys.every(isKey))
    return { findings: [unusable(file, 'it contains no public key in PEM format')] };
  const entries = keys.map((key, at) => [
    at === 0 ? 'cosign.pub' : `cosign-${at + 1}.pub`,
    Buffer.from(`${key}\n`).toString('base64'),
  ]);
  return { value: Object.fromEntries(entries), findings: [] };
};

const isKey = (text: string): boolean => {
  try {
    createPublicKey(text);
    return true;
  } catch {
    return false;
  }
};

const unusable = (input: string, message: string): Finding =>
  finding({ input }, message, 'name a file with BEGIN PUBLIC KEY; during a rotation it has both');

const finding = (
  about: Pick<Finding, 'object' | 'input'>,
  message: string,
  fix: string,
): Finding => ({ rule: 'source', severity: 'error', ...about, message, fix });
