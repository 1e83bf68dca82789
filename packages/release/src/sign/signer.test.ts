import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KeyFiles, writeCosignKeys, writeKeys } from '../testing/keys.ts';
import { isVerified, publicKeyIn } from './public-key.ts';
import { type SigningOptions, signerOf } from './signer.ts';

let folder: string;
let plain: KeyFiles;
let other: KeyFiles;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signer-'));
  [plain, other] = await Promise.all([writeKeys(folder, 'plain'), writeKeys(folder, 'other')]);
  program = join(folder, 'sign with.mjs');
  await writeFile(
    program,
    `import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const [file, what] = process.argv.slice(2);
if (what === 'hang') setInterval(() => {}, 1000);
else if (what === 'fail') process.exit(7);
else if (what === 'garbage') console.log('no signature');
else console.log(sign('sha256', readFileSync(0), readFileSync(file)).toString('base64'));
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const payload = Buffer.from('{"critical":{}}');

/** Whether the signer of the options makes a signature that is verified by a public key. */
const signs = async (options: SigningOptions, publicKey: string): Promise<boolean> => {
  const signer = await signerOf({ environment: {}, ...options });
  const signed = await signer?.sign({ kind: 'payload', bytes: payload });
  return isVerified(await publicKeyIn(publicKey), payload, signed?.signature ?? Buffer.from(''));
};

const refusal = async (options: SigningOptions): Promise<string> => {
  const error = await signerOf({ environment: {}, ...options })
    .then((signer) => signer?.sign({ kind: 'payload', bytes: payload }))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof Failure)) throw new Error('nothing is refused', { cause: error });
  const [{ input = '', message = '', fix = '' } = {}] = error.findings;
  return `${error.exitCode} ${input.replace(`${folder}/`, '')}: ${message}; ${fix}`;
};

test('without options nothing signs', async () => {
  expect(await signerOf({})).toBeUndefined();
});

test.for([
  ['HELM_CHARTS_SIGN_PASSPHRASE', writeKeys],
  ['COSIGN_PASSWORD', writeKeys],
  ['HELM_CHARTS_SIGN_PASSPHRASE', writeCosignKeys],
  ['COSIGN_PASSWORD', writeCosignKeys],
] as const)('a private key with a passphrase in %s signs', async ([variable, make]) => {
  const { privateKey: signKey, publicKey } = await make(folder, 'secret', 'a passphrase');
  const environment = { [variable]: 'a passphrase' };
  expect(await signs({ signKey, environment }, publicKey)).toBe(true);
  expect(await refusal({ signKey })).toMatch(/^2 .* its passphrase is missing; /);
  expect(await refusal({ signKey, environment: { [variable]: 'another' } })).toMatch(
    /^2 .* the passphrase is wrong/,
  );
});

test('a private key without a passphrase signs, and only its public key verifies', async () => {
  expect(await signs({ signKey: plain.privateKey }, plain.publicKey)).toBe(true);
  expect(await signs({ signKey: plain.privateKey }, other.publicKey)).toBe(false);
});

test('RSA keys sign', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [signKey, file] = [join(folder, 'rsa.key'), join(folder, 'rsa.pub')];
  await writeFile(signKey, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
  expect(await signs({ signKey }, file)).toBe(true);
});

test('a program signs: it gets the bytes on its standard input, and no shell reads the command', async () => {
  const command = `${process.execPath} "${program}" ${plain.privateKey}`;
  const { publicKey } = plain;
  expect(await signs({ signCommand: command, publicKey }, publicKey)).toBe(true);
  expect(await signs({ signCommand: `${command} $(false)`, publicKey }, publicKey)).toBe(true);
});

test.for([
  ['fail', 'it failed with exit code 7'],
  ['garbage', 'it does not print a signature as base64'],
] as const)('a program that ends with "%s" is refused', async ([what, message]) => {
  const signCommand = `${process.execPath} "${program}" ${plain.privateKey} ${what}`;
  const said = await refusal({ signCommand, publicKey: plain.publicKey });
  expect(said).toBe(`3 ${process.execPath}: ${message}; run it by hand`);
});

test('a program that does not answer is stopped', async () => {
  const { signCommand } = await import('./command.ts');
  const command = `${process.execPath} "${program}" ${plain.privateKey} hang`;
  await expect(signCommand(command, payload, 300)).rejects.toThrow(/has not signed within 0.3 s/);
});

test('what can not sign is refused with a sentence', async () => {
  const { privateKey: curve } = generateKeyPairSync('ed25519');
  const files = {
    curve: curve.export({ type: 'pkcs8', format: 'pem' }),
    text: 'a text',
    broken: (await readFile(plain.privateKey, 'utf8')).replace(/\n[^-\n]{10}/, '\nAAAAAAAAAA'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const at = (name: string) => join(folder, name);
  const { privateKey: signKey, publicKey } = plain;
  const wrong: readonly SigningOptions[] = [
    { signKey: at('absent') },
    { signKey: at('text') },
    { signKey: at('curve') },
    { signKey: at('broken') },
    { signKey: publicKey },
    { signKey, publicKey: signKey },
    { signKey, publicKey: at('text') },
    { signKey, publicKey: other.publicKey },
    { signKey, signCommand: 'sign', publicKey },
    { signCommand: 'sign' },
    { signCommand: '  ', publicKey },
    { signCommand: 'no-such-program', publicKey },
    { publicKey },
  ];
  const said = [];
  for (const options of wrong) said.push(await refusal(options));
  expect(said).toMatchInlineSnapshot(`
    [
      "3 absent: the file with the key can't be read; correct the path, or create the key",
      "2 text: it has no private key as PEM text; name a file with a private key",
      "2 curve: the key is of the kind ed25519, and helm-charts signs with EC P-256 or RSA; create a key of one of these kinds",
      "2 broken: the private key can't be read; name a PEM file in the PKCS #8 format",
      "2 plain.pub: it has no private key as PEM text; name a file with a private key",
      "2 plain.key: this is a private key; name the file with the public key",
      "2 text: it has no public key as PEM text; name a file with BEGIN PUBLIC KEY",
      "2 plain.key: the signature that it makes does not match the public key; name the public key that belongs to it",
      "2 --sign-command: --sign-key is there, too; name one of them",
      "2 --sign-command: the public key is missing; name it with --public-key",
      "2 --sign-command: it names no program; write a program and its arguments",
      "3 no-such-program: the program can't be started; install it, or correct --sign-command",
      "2 --public-key: it signs nothing; name --sign-command or --sign-key, too",
    ]
  `);
});
