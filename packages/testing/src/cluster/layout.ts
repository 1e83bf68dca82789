import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../servers/certificates.ts';
import { freePorts } from '../servers/port.ts';
import { readStages } from './stages.ts';

/** The addresses and files of the components of a control plane. */
export interface Layout {
  /** The folder of all their data. */
  readonly folder: string;
  readonly ports: Readonly<Record<PortName, number>>;
  /** The path of a file that the components read. */
  readonly file: (name: FileName) => string;
  /** The certificate authority that a client of the API server must trust, as PEM text. */
  readonly authority: string;
}

type PortName = (typeof portNames)[number];

type FileName = keyof Awaited<ReturnType<typeof texts>>;

/** Writes the files that the components of a control plane read, with new credentials, into its folder. */
export const makeLayout = async (
  programs: string,
  folder: string,
  withoutComponents?: readonly string[],
): Promise<Layout> => {
  const numbers = await freePorts(portNames.length);
  const entries = portNames.map((name, index) => [name, numbers[index]]);
  // One port for each name.
  const ports = Object.fromEntries(entries) as Record<PortName, number>;
  const written = await texts(programs, folder, ports, withoutComponents);
  for (const [name, text] of Object.entries(written)) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
  }
  return {
    folder,
    ports,
    file: (name) => join(folder, name),
    authority: written['authority.crt'],
  };
};

const portNames = [
  'etcd',
  'etcd peers',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'registry',
  'source-controller',
  'artifacts',
  'kustomize-controller',
  'helm-controller',
] as const;

const texts = async (
  programs: string,
  folder: string,
  ports: Readonly<Record<PortName, number>>,
  withoutComponents?: readonly string[],
) => {
  const { authority, certificate, key } = await makeCertificate('127.0.0.1', 'localhost');
  const token = randomBytes(16).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    'authority.crt': authority,
    'server.crt': certificate,
    'server.key': key,
    'accounts.key': privateKey,
    'accounts.pub': publicKey,
    'tokens.csv': `${token},admin,admin,system:masters\n`,
    kubeconfig: kubeconfig(ports['kube-apiserver'], authority, token),
    'stages.yaml': readStages(join(programs, 'files/kwok/kustomize/stage'), withoutComponents),
    'registry.yaml': registry(join(folder, 'registry'), ports.registry),
  };
};

const kubeconfig = (port: number, authority: string, token: string): string => `apiVersion: v1
kind: Config
clusters:
  - name: test
    cluster:
      server: https://127.0.0.1:${port}
      certificate-authority-data: ${Buffer.from(authority).toString('base64')}
users:
  - name: admin
    user:
      token: ${token}
contexts:
  - name: test
    context:
      cluster: test
      user: admin
current-context: test
`;

const registry = (directory: string, port: number): string => `version: 0.1
storage:
  filesystem:
    rootdirectory: ${directory}
  delete:
    enabled: true
http:
  addr: 127.0.0.1:${port}
`;
