import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orFail, printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { loadKubeconfig } from './kubeconfig.ts';

const folder = (files: Readonly<Record<string, string>>): string => {
  const path = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, '.kube'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
};

const config = (name: string): string =>
  JSON.stringify({
    clusters: [{ name, cluster: { server: `https://${name}` } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });

const serverOf = (...args: Parameters<typeof loadKubeconfig>) =>
  orFail(loadKubeconfig(...args)).getCurrentCluster()?.server;

test('--kubeconfig goes before KUBECONFIG, and that before the file in the home directory', () => {
  const HOME = folder({ a: config('a'), b: config('b'), '.kube/config': config('home') });
  const [a, b] = [join(HOME, 'a'), join(HOME, 'b')];
  expect(serverOf({ environment: { HOME } })).toBe('https://home');
  expect(serverOf({ environment: { HOME, KUBECONFIG: a } })).toBe('https://a');
  expect(serverOf({ kubeconfig: b, environment: { HOME, KUBECONFIG: a } })).toBe('https://b');
  const both = { HOME, KUBECONFIG: `${a}:${b}` };
  expect(serverOf({ environment: both })).toBe('https://a');
  expect(serverOf({ context: 'b', environment: both })).toBe('https://b');
});

test('in a pod, too, nothing is meant that is not said', () => {
  const environment = { HOME: folder({}), KUBERNETES_SERVICE_HOST: '10.0.0.1' };
  expect(() => serverOf({ environment })).toThrow(
    '.kube/config: there is no such file; name the file with --kubeconfig or KUBECONFIG; "talosctl kubeconfig" writes one. [kubeconfig]',
  );
});

test('two files that define the same thing are refused', () => {
  const HOME = folder({ a: config('a'), b: config('a') });
  const KUBECONFIG = `${join(HOME, 'a')}:${join(HOME, 'b')}`;
  expect(() => serverOf({ environment: { KUBECONFIG } })).toThrow(
    `error ${join(HOME, 'b')}: Duplicate cluster: a, which another file of KUBECONFIG has, too; name one of them with --kubeconfig. [kubeconfig]`,
  );
});

test.each([
  ['a: [', 'this is no kubeconfig ('],
  ['', 'this is no kubeconfig ('],
  ['{"contexts": [], "clusters": [], "users": []}', 'there is no context'],
  [
    config('a').replace('"cluster":"a"', '"cluster":"b"'),
    'names no cluster with a server; correct the context',
  ],
])('a file that is not a kubeconfig: %s', (text, message) => {
  const kubeconfig = join(folder({ config: text }), 'config');
  expect(() => serverOf({ kubeconfig, environment: {} })).toThrow(message);
});

const unverified = (server: string): string =>
  config('a').replace(
    '"server":"https://a"',
    `"server":"${server}","insecure-skip-tls-verify":true`,
  );

test('a certificate that is not verified is a warning; a server without TLS has none', () => {
  const HOME = folder({ a: unverified('https://a'), b: unverified('http://b') });
  const warnings = (file: string) =>
    loadKubeconfig({ kubeconfig: join(HOME, file), environment: {} }).findings.map(printFinding);
  expect(warnings('a')).toEqual([
    `warning ${join(HOME, 'a')}: the cluster "a" sets insecure-skip-tls-verify, so any machine on the way can read the credentials; set certificate-authority-data instead; "talosctl kubeconfig" writes it. [kubeconfig]`,
  ]);
  expect(warnings('b')).toEqual([]);
});
