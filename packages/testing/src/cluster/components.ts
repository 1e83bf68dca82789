import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { join } from 'node:path';
import type { Layout } from './layout.ts';

/** A component of a control plane: a process with the name of its program. */
export type Component =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kwok'
  | 'registry'
  | FluxController;

export type FluxController = 'source-controller' | 'kustomize-controller' | 'helm-controller';

/** The command of a component, and the URL that answers with 200 when it is ready. */
export interface Start {
  readonly arguments: readonly string[];
  readonly ready: string;
}

/** The command of each component of a control plane. */
export const components = (layout: Layout): Readonly<Record<Component, Start>> => {
  const { file, folder, ports } = layout;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const clientOfApi = (port: number): readonly string[] => [
    `--kubeconfig=${file('kubeconfig')}`,
    `--authentication-kubeconfig=${file('kubeconfig')}`,
    `--authorization-kubeconfig=${file('kubeconfig')}`,
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    '--authentication-skip-lookup=true',
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
  ];
  const flux = (name: FluxController, ...args: readonly string[]): Start => ({
    arguments: [
      '--watch-all-namespaces',
      '--enable-leader-election=false',
      '--events-addr=',
      '--metrics-addr=0',
      `--health-addr=127.0.0.1:${ports[name]}`,
      // The default is 30 seconds.
      '--requeue-dependency=2s',
      ...args,
    ],
    ready: `${at(ports[name])}/readyz`,
  });
  return {
    etcd: {
      arguments: [
        `--data-dir=${join(folder, 'etcd')}`,
        `--listen-client-urls=${at(ports.etcd)}`,
        `--advertise-client-urls=${at(ports.etcd)}`,
        `--listen-peer-urls=${at(ports['etcd peers'])}`,
        `--initial-advertise-peer-urls=${at(ports['etcd peers'])}`,
        `--initial-cluster=default=${at(ports['etcd peers'])}`,
        // Committed data survives a kill of the process; a crash of the machine need not be survived.
        '--unsafe-no-fsync',
      ],
      ready: `${at(ports.etcd)}/readyz`,
    },
    'kube-apiserver': {
      arguments: [
        `--etcd-servers=${at(ports.etcd)}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${ports['kube-apiserver']}`,
        `--tls-cert-file=${file('server.crt')}`,
        `--tls-private-key-file=${file('server.key')}`,
        `--token-auth-file=${file('tokens.csv')}`,
        '--authorization-mode=RBAC',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-signing-key-file=${file('accounts.key')}`,
        `--service-account-key-file=${file('accounts.pub')}`,
        '--service-cluster-ip-range=10.0.0.0/16',
        '--endpoint-reconciler-type=none',
        '--allow-privileged=true',
      ],
      ready: `https://127.0.0.1:${ports['kube-apiserver']}/readyz`,
    },
    'kube-controller-manager': {
      arguments: [
        ...clientOfApi(ports['kube-controller-manager']),
        `--service-account-private-key-file=${file('accounts.key')}`,
        `--root-ca-file=${file('authority.crt')}`,
      ],
      ready: `https://127.0.0.1:${ports['kube-controller-manager']}/healthz`,
    },
    'kube-scheduler': {
      arguments: clientOfApi(ports['kube-scheduler']),
      ready: `https://127.0.0.1:${ports['kube-scheduler']}/healthz`,
    },
    kwok: {
      arguments: [
        `--kubeconfig=${file('kubeconfig')}`,
        '--manage-all-nodes=true',
        // Without it the node becomes NotReady after 40 seconds.
        '--node-lease-duration-seconds=40',
        `--config=${file('stages.yaml')}`,
        `--server-address=127.0.0.1:${ports.kwok}`,
      ],
      ready: `${at(ports.kwok)}/healthz`,
    },
    registry: {
      arguments: ['serve', file('registry.yaml')],
      ready: `${at(ports.registry)}/v2/`,
    },
    'source-controller': flux(
      'source-controller',
      `--storage-path=${folder}/artifacts`,
      `--storage-addr=127.0.0.1:${ports.artifacts}`,
      `--storage-adv-addr=127.0.0.1:${ports.artifacts}`,
    ),
    'kustomize-controller': flux('kustomize-controller'),
    'helm-controller': flux('helm-controller'),
  };
};

/** Whether a URL answers with 200. */
export const answers = (url: string, authority: string): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { ca: authority, agent: false, timeout: 5_000 };
    const get = url.startsWith('https:') ? getSecure : getPlain;
    const request = get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
