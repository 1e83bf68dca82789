import { createDecipheriv, scrypt } from 'node:crypto';

/** A JSON export, the format before age files, with its binary members decoded. */
export interface FirstVault {
  /** The members that are authenticated but not encrypted, as they are in the file. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly salt: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly data: Buffer;
}

/**
 * Reads the header of a JSON export: undefined if the text is no JSON export, a sentence if a member has the wrong type or length.
 * The lengths are fixed: an export with a shorter authentication tag could be forged by trying all tags.
 */
export const readFirst = (text: string): FirstVault | string | undefined => {
  const vault = parse(text);
  if (vault === undefined && text.includes(format)) {
    return 'the export is damaged: its JSON is cut off or was changed';
  }
  if (vault?.format !== format) return undefined;
  const { nonce: nonceText, tag: tagText, data: dataText, ...head } = vault;
  const salt = bytesOf(isRecord(head.scrypt) ? head.scrypt.salt : undefined, 16);
  if (salt === undefined) return malformed('scrypt.salt', '16 bytes in Base64');
  const nonce = bytesOf(nonceText, 12);
  if (nonce === undefined) return malformed('nonce', '12 bytes in Base64');
  const tag = bytesOf(tagText, 16);
  if (tag === undefined) return malformed('tag', '16 bytes in Base64');
  const data = bytesOf(dataText);
  if (data === undefined) return malformed('data', 'a text in Base64');
  return { head, salt, nonce, tag, data };
};

/** Decrypts a JSON export. Throws an Error if the passphrase is wrong or the file was changed. */
export const openFirst = async (
  { head, salt, nonce, tag, data }: FirstVault,
  passphrase: string,
): Promise<string> => {
  const key = await derive(passphrase, salt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(JSON.stringify(head)));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(data), decipher.final()]).toString();
};

const format = 'alga-appliance-secrets/v1';

/** Every export was made with this cost. That in the file is authenticated, but not used: it could ask for all memory. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const derive = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(passphrase, salt, 32, cost, done);
  });

const malformed = (member: string, expected: string): string =>
  `the export is damaged: its member "${member}" is not ${expected}`;

/** Node ignores characters that are not Base64 and accepts a text that is cut off, so the text is compared with its bytes. */
const bytesOf = (text: unknown, length?: number): Buffer | undefined => {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  const isExact = bytes.toString('base64') === text;
  return isExact && (length === undefined || bytes.length === length) ? bytes : undefined;
};

const parse = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
