import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { Failure } from '@helm-charts/types';

/** Secrets by their names, with their keys and what they hold as Base64, as Kubernetes has them. */
export interface Contents {
  readonly profile: string;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The file of an export. All binary members are Base64. */
interface Vault {
  readonly format: typeof format;
  readonly profile: string;
  /** Names only, so that somebody can see what a file is for. */
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

/** Seals secrets with a passphrase: scrypt makes the key, AES-256-GCM encrypts, and what stands in the clear is authenticated, too. */
export const seal = async (contents: Contents, passphrase: string): Promise<string> => {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const head = {
    format,
    profile: contents.profile,
    secrets: Object.keys(contents.secrets),
    scrypt: { ...cost, salt: salt.toString('base64') },
  } as const;
  const cipher = createCipheriv(algorithm, await derive(passphrase, salt, cost), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(head)));
  const data = Buffer.concat([cipher.update(JSON.stringify(contents)), cipher.final()]);
  const vault: Vault = {
    ...head,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
  return `${JSON.stringify(vault, undefined, 2)}\n`;
};

/** Opens an export. Throws a Failure (2) where the file is none, was changed, or the passphrase is another. */
export const open = async (text: string, passphrase: string, file: string): Promise<Contents> => {
  const vault = parse(text, file);
  const { nonce, tag, data, ...head } = vault;
  const salt = Buffer.from(head.scrypt.salt, 'base64');
  const key = await derive(passphrase, salt, head.scrypt);
  try {
    const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64'));
    decipher.setAAD(Buffer.from(JSON.stringify(head)));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const plain = [decipher.update(Buffer.from(data, 'base64')), decipher.final()];
    return JSON.parse(Buffer.concat(plain).toString());
  } catch {
    throw failure(
      file,
      'the passphrase is another, or the file was changed; try another passphrase or another copy',
    );
  }
};

const format = 'alga-appliance-secrets/v1';
const algorithm = 'aes-256-gcm';

/** The cost that OWASP's Password Storage Cheat Sheet names for scrypt: 128 MiB, half a second. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;

type Cost = Omit<Vault['scrypt'], 'salt'>;

const derive = (passphrase: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(passphrase.normalize(), salt, 32, { N, r, p, maxmem: 256 * N * r }, done);
  });

const parse = (text: string, file: string): Vault => {
  const vault = ((): Vault | undefined => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  if (vault?.format !== format) {
    throw failure(file, 'this is no export; "alga-appliance secrets export" writes one');
  }
  const { N, r, p } = vault.scrypt;
  // What a file says must not take all the memory there is.
  if (N === cost.N && r === cost.r && p === cost.p) return vault;
  throw failure(file, 'the file was changed, for no export has this cost; take another copy');
};

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'export', severity: 'error', where, message }]);
