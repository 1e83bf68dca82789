import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, missing, orSkip, removeFolder } from '@helm-charts/testing/servers';
import { printFinding } from '@helm-charts/types';
import { armor } from 'age-encryption';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { sealed } from './testing/sealed.ts';
import { type AtTerminal, runAtTerminal } from './testing/terminal.ts';
import { open, seal } from './vault.ts';

const passphrase = 'four words and a number';

const contents = {
  profile: 'site',
  secrets: {
    db: { PASSWORD_ADMIN: 'YWRtaW4=', PASSWORD_APP: 'YXBw' },
    web: { TOKEN: 'dG9rZW4=' },
  },
};

/** What an export was before it was an age file. */
const first = {
  format: 'alga-appliance-secrets/v1',
  profile: 'site',
  secrets: ['db', 'web'],
  scrypt: { N: 131072, r: 8, p: 1, salt: '5YqMhZbJbj3z0c/G5NQxyQ==' },
  nonce: 'r3uuoC4NhGvvKFkP',
  tag: 'qEKKAmA54qgUcsNS5RP1xA==',
  data: 'ZOznvFPKhxLTnS7JRzTaRKyLy03qsINFPaYsGiQNe2ISf2WyXWPaNJNisOtb5bRXtOoO0Jhjea/QUaOdpAEIVM2fRfxuXyRJNnS8z2+EMClyIcJRzdA3kfvXSUI0/irqXcEFGNtWo4Knpebzeu2T+1tL',
};

const opened = (file: string | Uint8Array, by = passphrase) =>
  open(Buffer.from(file), by, 'export.age');

/** What is said of a file that can't be opened. */
const refused = async (file: string | Uint8Array, by?: string): Promise<string> => {
  const { value, findings } = await opened(file, by);
  expect(value).toBeUndefined();
  return findings.map(printFinding).join('\n');
};

const other = 'export.age: the passphrase is wrong, or the file was changed';
const none = 'export.age: this is no export';

/** Runs the program age, which asks for a passphrase at its terminal, in a folder with files. */
const age = (context: TestContext, folder: string, args: string): Promise<AtTerminal> => {
  const start = async () => {
    if (spawnSync('age', ['--version']).status === 0) {
      return runAtTerminal(`exec age ${args}`, {}, folder);
    }
    throw missing('age', 'Run `apt-get install age`.');
  };
  return orSkip(context, start());
};

const folderOf = async (name: string, text: string): Promise<string> => {
  const folder = await makeFolder('vault');
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, name), text);
  return folder;
};

test('the program age opens an export', async (context) => {
  const folder = await folderOf('export.age', await seal(contents, passphrase));
  const terminal = await age(context, folder, '--decrypt --output export.json export.age');
  await terminal.type(`${passphrase}\r`, 'Enter passphrase');
  expect([await terminal.exitCode(), terminal.shown()]).toEqual([0, expect.anything()]);
  expect(JSON.parse(readFileSync(join(folder, 'export.json'), 'utf8'))).toEqual(contents);
});

test('what the program age has sealed is an export, too', async (context) => {
  const folder = await folderOf('export.json', JSON.stringify(contents));
  const terminal = await age(context, folder, '--passphrase --output export.age export.json');
  await terminal.type(`${passphrase}\r`, 'Enter passphrase');
  await terminal.type(`${passphrase}\r`, 'Confirm passphrase');
  expect([await terminal.exitCode(), terminal.shown()]).toEqual([0, expect.anything()]);
  expect(await opened(readFileSync(join(folder, 'export.age')))).toMatchObject({ value: contents });
});

test('an export is opened whole, and by its passphrase alone', async () => {
  const text = await sealed(JSON.stringify(contents), passphrase);
  expect(await opened(text)).toMatchObject({ value: contents });
  expect(await opened(armor.decode(text))).toMatchObject({ value: contents });
  expect(await refused(text, 'four words and another number')).toContain(other);
  expect(await refused(armor.decode(text).subarray(0, -1))).toContain(other);
});

test('an export of the first format is opened, and nothing in it can be changed', async () => {
  expect(await opened(JSON.stringify(first))).toMatchObject({ value: contents });
  const changes = [
    { profile: 'shop' },
    { data: first.data.replace('Z', 'Y') },
    { scrypt: { ...first.scrypt, N: 2 ** 30 } },
  ];
  for (const change of changes) {
    expect(await refused(JSON.stringify({ ...first, ...change }))).toContain(other);
  }
});

const damaged = 'export.age: the export is damaged: ';

test.each([
  [{ tag: first.tag.slice(0, 16) }, 'its member "tag" is not 16 bytes in Base64'],
  [{ tag: Buffer.from(first.tag, 'base64').subarray(0, 4).toString('base64') }, '"tag"'],
  [{ tag: 7 }, '"tag"'],
  [{ nonce: null }, 'its member "nonce" is not 12 bytes in Base64'],
  [{ nonce: `${first.nonce}AAAA` }, '"nonce"'],
  [{ scrypt: null }, 'its member "scrypt.salt" is not 16 bytes in Base64'],
  [{ scrypt: { ...first.scrypt, salt: '' } }, '"scrypt.salt"'],
  [{ data: [first.data] }, 'its member "data" is not a text in Base64'],
  [{ data: `${first.data}!` }, '"data"'],
])('a member of a JSON export with another length or type: %j', async (change, sentence) => {
  const text = await refused(JSON.stringify({ ...first, ...change }));
  expect(text).toContain(damaged);
  expect(text).toContain(sentence);
});

test('an export that is cut off anywhere is refused', async () => {
  const text = await sealed(JSON.stringify(contents), passphrase);
  const file = Buffer.from(armor.decode(text));
  const inArmor = Array.from({ length: text.length - 1 }, (_, length) => text.slice(0, length));
  const inBytes = Array.from({ length: file.length }, (_, length) => file.subarray(0, length));
  const json = JSON.stringify(first);
  const inJson = Array.from({ length: json.length }, (_, length) => json.slice(0, length));
  for (const copy of [...inArmor, ...inBytes, ...inJson]) {
    expect(await refused(copy)).toMatch(/^error export\.age: [^\n]+\. \[export\]$/);
  }
  expect(await refused(inJson.at(-1)!)).toContain(damaged);
  expect(await refused(inArmor.at(-100)!)).toContain(damaged);
});

test('an export with one changed byte is refused', async () => {
  const text = await sealed(JSON.stringify(contents), passphrase);
  const file = Buffer.from(armor.decode(text));
  for (const [at, byte] of file.entries()) {
    // Of the work factor, whose scrypt may take a second or all memory, only the refusal of a factor that is too high is tested below.
    if (at === workFactorAt(file)) continue;
    const copy = Buffer.from(file);
    copy[at] = byte ^ 1;
    expect(await refused(copy)).toMatch(/^error export\.age: [^\n]+\. \[export\]$/);
  }
  const costly = Buffer.concat([
    file.subarray(0, workFactorAt(file)),
    Buffer.from('30'),
    file.subarray(workFactorAt(file) + 1),
  ]);
  expect(await refused(costly)).toContain(other);
});

/** The header has the line `-> scrypt SALT 1`. */
const workFactorAt = (file: Buffer): number => file.indexOf('\n', file.indexOf('-> scrypt ')) - 1;

test.each(['', '{}', '{', 'null', 'TOKEN: word', '\xff\xfe'])('no export: %j', async (text) => {
  expect(await refused(text)).toContain(none);
});

test.each(['a note', '{ "profile": "site" }', '{ "profile": "site", "secrets": { "db": 1 } }'])(
  'no export, but under the same passphrase: %j',
  async (text) => {
    expect(await refused(await sealed(text, passphrase))).toContain(none);
  },
);
