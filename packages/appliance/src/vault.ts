import type { Checked, Finding } from '@helm-charts/types';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { type FirstVault, openFirst, readFirst } from './vault-first.ts';

/** Secrets by their names, with their keys and what they hold as Base64, as Kubernetes has them. */
export interface Contents {
  readonly profile: string;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Seals secrets with a passphrase, as a text that `age --decrypt` opens, too. */
export const seal = async (contents: Contents, passphrase: string): Promise<string> => {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.normalize());
  encrypter.setScryptWorkFactor(workFactor);
  return armor.encode(await encrypter.encrypt(`${JSON.stringify(contents, undefined, 2)}\n`));
};

/**
 * Opens an export, also one that `age --passphrase` wrote, and a JSON export of earlier versions.
 * A finding says that the file is no export, is damaged, or has another passphrase.
 */
export const open = async (
  sealed: Uint8Array,
  passphrase: string,
  file: string,
): Promise<Checked<Contents>> => {
  const refuse = (message: string, fix: string): Checked<Contents> => {
    const finding: Finding = {
      rule: 'export',
      severity: 'error',
      position: { file },
      message,
      fix,
    };
    return { findings: [finding] };
  };
  const isNone = () =>
    refuse('this is no export', 'write one with "alga-appliance secrets export"');
  const envelope = read(sealed);
  if (envelope === undefined) return isNone();
  if (typeof envelope === 'string') return refuse(envelope, 'try another copy');
  let plain: string;
  try {
    plain = await decrypted(envelope, passphrase.normalize());
  } catch {
    const message = 'the passphrase is wrong, or the file was changed';
    return refuse(message, 'try another passphrase or another copy');
  }
  const value = parse(plain);
  return isContents(value) ? { value, findings: [] } : isNone();
};

/** The cost that OWASP's Password Storage Cheat Sheet names for scrypt: 2 to the power of 17, which takes 128 MiB and a second. */
const workFactor = 17;

type Envelope = { readonly age: Uint8Array } | { readonly first: FirstVault };

/** Undefined if the file has no format of an export, a sentence if it is damaged. */
const read = (sealed: Uint8Array): Envelope | string | undefined => {
  const text = Buffer.from(sealed).toString();
  if (text.startsWith('{')) {
    const first = readFirst(text);
    return typeof first === 'object' ? { first } : first;
  }
  if (text.startsWith('age-encryption.org/')) return { age: sealed };
  if (!text.trimStart().startsWith('-----BEGIN AGE ENCRYPTED FILE-----')) return undefined;
  try {
    return { age: armor.decode(text) };
  } catch {
    return 'the export is damaged: its text is cut off or was changed';
  }
};

const decrypted = async (envelope: Envelope, passphrase: string): Promise<string> => {
  if ('first' in envelope) return openFirst(envelope.first, passphrase);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(envelope.age, 'text');
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Encryption proves only that the writer knew the passphrase, so the content is checked, too. */
const isContents = (value: unknown): value is Contents => {
  const { profile, secrets } = (value ?? {}) as Partial<Contents>;
  return (
    typeof profile === 'string' &&
    isRecord(secrets) &&
    Object.values(secrets).every(
      (data) => isRecord(data) && Object.values(data).every((text) => typeof text === 'string'),
    )
  );
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
