import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How to reach a server. */
export interface Access {
  readonly url: string;
  /** Over TLS: what the server asks for, and the certificate of the authority that signed the server's own, as PEM text. */
  readonly secret: { readonly token: string; readonly authority: string } | undefined;
}

/** Writes a kubeconfig with one context, `test`, into a folder, and says where. */
export const writeKubeconfig = async (folder: string, access: Access): Promise<string> => {
  const { url, secret } = access;
  const trust = secret
    ? { 'certificate-authority-data': Buffer.from(secret.authority).toString('base64') }
    : // Without this the client of Node refuses a server without TLS.
      { 'insecure-skip-tls-verify': true };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, ...trust } }],
    users: [{ name: 'test', user: secret ? { token: secret.token } : {} }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  };
  const file = join(folder, 'kubeconfig');
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
};
