import type { Finding } from '@helm-charts/types';
import type { Session } from '../session.ts';

/** Flux 2.9 runs on Kubernetes 1.34 to 1.36 (fluxcd.io/flux/installation, "Supported Kubernetes versions"), and so do the charts. */
const oldest = 34;

export const checkVersion = async ({ api }: Session): Promise<readonly Finding[]> => {
  const version = await api.version();
  const [, minor] = /^v1\.(\d+)\./.exec(version) ?? [];
  if (Number(minor) >= oldest) return [];
  const message = `it runs Kubernetes ${version}, and Flux 2.9 needs 1.${oldest} or later`;
  const fix = 'upgrade it with "talosctl upgrade-k8s"';
  return [{ rule: 'version', severity: 'error', input: api.server, message, fix }];
};
