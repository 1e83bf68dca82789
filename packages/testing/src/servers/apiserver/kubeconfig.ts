import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a kubeconfig with one context, `test`, into a folder and returns its path. */
export const writeKubeconfig = async (folder: string, server: string): Promise<string> => {
  // Without `insecure-skip-tls-verify` the Node client rejects a server without TLS.
  const cluster = { server, 'insecure-skip-tls-verify': true };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user: {} }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  };
  const file = join(folder, 'kubeconfig');
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
};
