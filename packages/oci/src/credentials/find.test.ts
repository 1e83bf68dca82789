import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { findCredentialIn } from './find.ts';
import { askHelper } from './helper.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credentials-'));
});
afterEach(() => rm(home, { recursive: true }));

const write = async (path: string, content: unknown): Promise<string> => {
  const file = join(home, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const helper = async (name: string, script: string): Promise<void> => {
  const file = await write(`bin/docker-credential-${name}`, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
};
const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });
const find = (host: string, repository?: string, more: Environment = {}) =>
  findCredentialIn({ HOME: home, PATH: `${home}/bin:${process.env.PATH}`, ...more })(
    host,
    repository,
  );
const basic = (username: string, password: string) => ({ kind: 'basic', username, password });

test('the environment comes before the files of Helm, Podman and Docker, and only for its host', async () => {
  const docker = {
    auths: { 'a.example.com': auth('docker:1'), 'b.example.com': auth('docker:2') },
  };
  await write('.docker/config.json', docker);
  expect(await find('a.example.com')).toEqual(basic('docker', '1'));
  const podman = await write('auth.json', { auths: { 'a.example.com': auth('podman:3') } });
  expect(await find('a.example.com', '', { REGISTRY_AUTH_FILE: podman })).toEqual(
    basic('podman', '3'),
  );
  await write('.config/helm/registry/config.json', {
    auths: { 'a.example.com': auth('helm:4:5') },
  });
  expect(await find('a.example.com', '', { REGISTRY_AUTH_FILE: podman })).toEqual(
    basic('helm', '4:5'),
  );
  expect(await find('b.example.com')).toEqual(basic('docker', '2'));
  const variables = {
    HELM_CHARTS_REGISTRY: 'a.example.com',
    HELM_CHARTS_REGISTRY_USERNAME: 'ci',
    HELM_CHARTS_REGISTRY_PASSWORD: '6',
  };
  expect(await find('a.example.com', '', variables)).toEqual(basic('ci', '6'));
  expect(await find('b.example.com', '', variables)).toEqual(basic('docker', '2'));
  expect(await find('c.example.com', '', variables)).toBeUndefined();
});

test('a password without its host is refused, so that no other host gets it', async () => {
  await expect(
    find('a.example.com', '', { HELM_CHARTS_REGISTRY_PASSWORD: 'hunter2' }),
  ).rejects.toMatchObject({
    exitCode: 2,
    findings: [{ input: 'HELM_CHARTS_REGISTRY' }, { input: 'HELM_CHARTS_REGISTRY_USERNAME' }],
  });
});

test('an entry may be for a folder of repositories, have a scheme, or be for Docker Hub', async () => {
  await write('.docker/config.json', {
    auths: {
      'a.example.com': auth('all:1'),
      'a.example.com/team': auth('team:2'),
      'https://b.example.com/v2/': auth('old:3'),
      'https://index.docker.io/v1/': auth('hub:4'),
      'c.example.com': { identitytoken: 'refresh' },
      'd.example.com': { registrytoken: 'as it is' },
    },
  });
  expect(await find('a.example.com', 'team/web')).toEqual(basic('team', '2'));
  expect(await find('a.example.com', 'other/web')).toEqual(basic('all', '1'));
  expect(await find('b.example.com', 'web')).toEqual(basic('old', '3'));
  expect(await find('docker.io', 'library/web')).toEqual(basic('hub', '4'));
  expect(await find('c.example.com')).toEqual({ kind: 'identity', token: 'refresh' });
  expect(await find('d.example.com')).toEqual({ kind: 'bearer', token: 'as it is' });
});

test('helpers get the host through their input, and answer with a password or a token', async () => {
  await helper(
    'one',
    '[ "$#$1" = 1get ] && host=$(cat) && printf \'{"Username":"%s","Secret":"s"}\' "$host"',
  );
  await helper('all', 'echo \'{"ServerURL":"x","Username":"<token>","Secret":"refresh"}\'');
  await helper('none', 'echo "credentials not found in native keychain"; exit 1');
  await write('.docker/config.json', {
    auths: { 'b.example.com': {}, 'c.example.com': auth('file:1') },
    credHelpers: { 'a.example.com': 'one', 'd.example.com': 'none' },
    credsStore: 'all',
  });
  expect(await find('a.example.com')).toEqual(basic('a.example.com', 's'));
  expect(await find('b.example.com')).toEqual({ kind: 'identity', token: 'refresh' });
  expect(await find('c.example.com')).toEqual(basic('file', '1'));
  expect(await find('d.example.com')).toBeUndefined();
});

test('a helper that is missing, fails, hangs or has no name ends with a sentence, without what it wrote', async () => {
  await helper('fails', 'echo secret-of-helper; echo secret-of-helper >&2; exit 7');
  await helper('odd', 'echo secret-of-helper');
  await helper('hangs', 'sleep 1000 & wait');
  const environment = { PATH: `${home}/bin:${process.env.PATH}` };
  const messages: string[] = [];
  for (const name of ['absent', 'fails', 'odd', 'hangs', '../evil']) {
    const error = await askHelper(name, 'a.example.com', environment, 300).catch((one) => one);
    expect(error.exitCode).toBe(3);
    messages.push(error.message);
  }
  expect(messages.join()).not.toContain('secret-of-helper');
  expect(messages).toMatchInlineSnapshot(`
    [
      "error docker-credential-absent: the credential helper is not on PATH, and the file with the credentials names it; install it, or log in without it. [credentials]",
      "error docker-credential-fails: the credential helper failed for a.example.com with exit code 7; run it by hand: echo a.example.com | docker-credential-fails get. [credentials]",
      "error docker-credential-odd: the credential helper does not answer with a user and a secret; update it, or log in without it. [credentials]",
      "error docker-credential-hangs: the credential helper has not answered within 0.3 s, so it was stopped; run it by hand; it may wait for an input. [credentials]",
      "error docker-credential-../evil: its name contains other characters than letters, digits, dots and hyphens; correct the file with the credentials. [credentials]",
    ]
  `);
});

test('a broken file is named, without its content', async () => {
  const path = await write('broken.json', '{"auths": {"a.example.com": {"auth": "aHVudGVyMg"');
  const refused = await find('a.example.com', '', { HELM_REGISTRY_CONFIG: path }).catch(
    (one) => one,
  );
  expect([
    refused.exitCode,
    refused.message.replace(home, 'HOME'),
    String(refused.cause),
  ]).toMatchInlineSnapshot(`
    [
      2,
      "error HOME/broken.json: the file with credentials is no JSON object; correct it, or log in again. [credentials]",
      "undefined",
    ]
  `);
  await write('.docker/config.json', { auths: { 'a.example.com': { auth: 'aHVudGVyMg' } } });
  const undecodable = await find('a.example.com').catch((one) => one);
  expect([undecodable.exitCode, undecodable.message.replace(home, 'HOME')]).toMatchInlineSnapshot(`
    [
      2,
      "error HOME/.docker/config.json: auths of a.example.com has no user and password in its field auth; run: helm registry login a.example.com. [credentials]",
    ]
  `);
  const folder = await find('a.example.com', '', { HELM_REGISTRY_CONFIG: home }).catch(
    (one) => one,
  );
  expect(folder.exitCode).toBe(3);
  const empty = await write('empty.json', '');
  expect(await find('z.example.com', '', { HELM_REGISTRY_CONFIG: empty })).toBeUndefined();
});
