import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fields, fileOf, withoutTenant } from '../testing/tenant.ts';

const without = (name: keyof typeof fields, value?: string): string =>
  Object.entries({ ...fields, [name]: value })
    .filter(([, text]) => text !== undefined)
    .map(([key, text]) => `${key}: '${text}'\n`)
    .join('');

test.each([
  ['an empty file', '', ': it is empty; correct --tenant-file. [tenant]'],
  ['a binary file', Buffer.from([0xff, 0xfe, 0x00]), ': it is no text file; '],
  ['a file with zeros', Buffer.from('a: \0'), ': it is no text file; '],
  ['no fields', '- a\n', ': it has no fields; write it like "organisation: …"'],
  ['a syntax error', 'a: [\n', ':2:1: this is neither YAML nor JSON ('],
  ['a missing field', without('email'), ': email is missing; add a line with email. [tenant]'],
  [
    'a text that is not an e-mail address',
    without('email', 'ada'),
    ':4:1: email is not an e-mail address; correct email. [tenant]',
  ],
  [
    'a weak password',
    without('password', 'correct horse'),
    ':5:1: password needs an upper-case letter, a digit and one of the characters',
  ],
  [
    'an organisation with 300 characters',
    without('organisation', 'x'.repeat(300)),
    ':1:1: organisation is longer than 255 characters; correct organisation. [tenant]',
  ],
  [
    'an unknown field',
    `${without('email')}emial: ada@example.com\n`,
    ':5:1: there is no field "emial"; did you mean email? [tenant]',
  ],
  [
    'a number',
    `${without('password')}password: 12345678\n`,
    ':5:1: password is no text; put it in quotes',
  ],
] as const)('%s is refused in one sentence, and nothing changes', async (_, text, sentence) => {
  await using appliance = await withoutTenant();
  const { server, run } = appliance;
  const before = server.versions();
  const file = fileOf(appliance, text);
  for (const command of ['tenant', 'bootstrap']) {
    const { exitCode, said } = await run([command, '--tenant-file', file]);
    expect(said).toContain(`error ${file}${sentence}`);
    expect(exitCode).toBe(2);
  }
  expect(server.versions()).toEqual(before);
});

test('all problems of both files are said at once', async () => {
  await using appliance = await withoutTenant();
  const file = fileOf(appliance, 'email: ada\npassword: weak\nfirstname: Ada\n');
  const license = join(appliance.folder, 'none.yaml');
  const args = ['tenant', '--tenant-file', file, '--license-file', license];
  const { exitCode, said } = await appliance.run(args);
  expect(said.match(/^error .*: /gm)).toHaveLength(7);
  expect(said).toContain(`${license}: there is no such file; correct --license-file`);
  expect(said).not.toContain('weak');
  expect(exitCode).toBe(2);
});

test('a file that others can read is refused', async () => {
  await using appliance = await withoutTenant();
  const file = fileOf(appliance);
  chmodSync(file, 0o640);
  const { exitCode, said } = await appliance.run(['tenant', '--tenant-file', file]);
  expect(said).toContain(`error ${file}: others can read it; run "chmod 600 ${file}". [tenant]\n`);
  expect(exitCode).toBe(2);
});
