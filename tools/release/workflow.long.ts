import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { basicGuard, startOciRegistry } from '@helm-charts/testing/registries';
import { makeCertificate } from '@helm-charts/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { copyWorkspace } from './copy.ts';

interface Workflow {
  readonly jobs: {
    readonly release: {
      readonly env: Variables;
      readonly steps: readonly {
        readonly name?: string;
        readonly run?: string;
        readonly env?: Variables;
      }[];
    };
  };
}

type Variables = Readonly<Record<string, string>>;

const file = resolve(import.meta.dirname, '../../.github/workflows/release.yaml');
const { release } = (parse(readFileSync(file, 'utf8')) as Workflow).jobs;

let copy: string;
beforeAll(() => {
  copy = copyWorkspace();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', `${copy}.git`]);
  execFileSync('git', ['remote', 'add', 'origin', `${copy}.git`], { cwd: copy });
});
afterAll(() => {
  for (const path of [copy, `${copy}.git`]) rmSync(path, { recursive: true, force: true });
});

test('the steps of the workflow release everything, and again nothing', async () => {
  const certificate = await makeCertificate('127.0.0.1');
  const account = { username: 'releaser', password: 'of a test' };
  await using registry = await startOciRegistry({ certificate, guard: basicGuard(account) });
  const [key, pub] = keyPair('a passphrase of a test');
  const settings = settingsOf({
    REGISTRY: `oci://${registry.address}/alga`,
    REGISTRY_HOST: registry.address,
    REGISTRY_USERNAME: account.username,
    REGISTRY_PASSWORD: account.password,
    SIGN_KEY: key,
    SIGN_PASSPHRASE: 'a passphrase of a test',
    COSIGN_PUBLIC_KEY: pub,
    ref_name: 'release-2026.1',
  });
  const authority = join(copy, '..', `${copy.split('/').at(-1)}.crt`);
  writeFileSync(authority, certificate.authority);
  const runAll = async (): Promise<string> => {
    const outputs: string[] = [];
    for (const { name, run, env } of release.steps) {
      // The packages are installed here, and the tests run otherwise.
      if (run === undefined || name === 'Install' || name === 'Check') continue;
      outputs.push(
        await shell(run, {
          ...settings(release.env),
          ...settings(env ?? {}),
          NODE_EXTRA_CA_CERTS: authority,
        }),
      );
    }
    return outputs.join('\n');
  };
  const first = await runAll();
  expect(first).toContain('push: pushed 8 artifacts');
  expect(first).not.toContain(account.password);
  expect(registry.tags.has('alga/releases:release-2026.1')).toBe(true);
  expect(existsSync(join(copy, 'dist/bundle/talos-single-node-0.1.0.tar'))).toBe(true);
  const lock = execFileSync('git', ['show', 'main:release.lock.json'], {
    cwd: `${copy}.git`,
    encoding: 'utf8',
  });
  expect(JSON.parse(lock).charts).toHaveLength(6);

  const before = new Map(registry.tags);
  expect(await runAll()).toContain('push: pushed 0 artifacts');
  expect(new Map(registry.tags)).toEqual(before);
  rmSync(authority);
}, 300_000);

/** Gives the variables of a workflow the values of the settings that they name: `${{ secrets.SIGN_KEY }}`. */
const settingsOf =
  (values: Variables) =>
  (variables: Variables): Variables =>
    Object.fromEntries(
      Object.entries(variables).map(([name, text]) => {
        const setting = /^\$\{\{ (?:vars|secrets|github)\.(\w+) \}\}$/.exec(text)?.[1];
        const value = setting === undefined ? text : values[setting];
        if (value === undefined) throw new Error(`the workflow has ${text}, which is not set here`);
        return [name, value];
      }),
    );

/** Runs a step as GitHub Actions does, with bash that ends at the first failure. */
const shell = (script: string, variables: Variables): Promise<string> =>
  new Promise((done, fail) => {
    const env = {
      ...process.env,
      ...variables,
      NO_COLOR: '1',
      PATH: `${join(copy, 'node_modules/.bin')}:${process.env.PATH}`,
    };
    const options = { cwd: copy, env, maxBuffer: 2 ** 26 };
    execFile('bash', ['-eo', 'pipefail', '-c', script], options, (error, stdout, stderr) =>
      error ? fail(new Error(`${script}\n${stdout}${stderr}`)) : done(stdout + stderr),
    );
  });

/** A private key as PEM text, and its public key. */
const keyPair = (passphrase: string): readonly [string, string] => {
  const env = { ...process.env, PASSPHRASE: passphrase };
  const cwd = tmpdir();
  const key = execFileSync(
    'openssl',
    [
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-aes256',
      '-pass',
      'env:PASSPHRASE',
    ],
    { encoding: 'utf8', env, cwd },
  );
  const pub = execFileSync('openssl', ['pkey', '-passin', 'env:PASSPHRASE', '-pubout'], {
    input: key,
    encoding: 'utf8',
    env,
    cwd,
  });
  return [key, pub];
};
