import { createDecipheriv, scrypt } from 'node:crypto';

/** The file of an export before exports were age files. All binary members are Base64. */
interface Vault {
  readonly format: string;
  readonly profile: string;
  readonly secrets: readonly string[];
  readonly scrypt: {
    readonly N: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly nonce: string;
  readonly tag: string;
  readonly data: string;
}

/**
 * What is in an export of the first format, which installed appliances may have kept; undefined where the text is none. What
 * stands in the clear is authenticated. Throws an Error where the file was changed or the passphrase is another.
 */
export const openFirst = async (text: string, passphrase: string): Promise<string | undefined> => {
  const vault = parse(text);
  if (vault?.format !== 'alga-appliance-secrets/v1') return undefined;
  const { nonce, tag, data, ...head } = vault;
  const key = await derive(passphrase, head.scrypt);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
  decipher.setAAD(Buffer.from(JSON.stringify(head)));
  decipher.setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString();
};

/** Every export was made with this cost; what a file says must not take all the memory there is. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const derive = (passphrase: string, { salt }: Vault['scrypt']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(passphrase, Buffer.from(salt, 'base64'), 32, cost, done);
  });

const parse = (text: string): Vault | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
