import { groupOf } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/**
 * Whether a controller may create other objects for an object, for instance the Services and pods of a database. These are not
 * among the rendered objects.
 */
export const hasController = (manifest: Manifest): boolean => {
  const group = groupOf(manifest);
  return (
    group.includes('.') &&
    !/(^|\.)k8s\.io$/.test(group) &&
    !group.endsWith('.fluxcd.io') &&
    !inertGroups.has(group) &&
    !inertKinds.has(`${group} ${manifest.kind}`)
  );
};

/** Groups whose kinds configure something and create neither pods nor Services. */
const inertGroups: ReadonlySet<string> = new Set([
  'external-secrets.io',
  'generators.external-secrets.io',
  'cert-manager.io',
  'acme.cert-manager.io',
  'bitnami.com',
  'traefik.io',
  'traefik.containo.us',
  'cilium.io',
  'metallb.io',
  'policy.networking.k8s.io',
  'externaldns.k8s.io',
  'secrets-store.csi.x-k8s.io',
  'onepassword.com',
  'grafana.integreatly.org',
]);

const inertKinds: ReadonlySet<string> = new Set(
  [
    ...['ServiceMonitor', 'PodMonitor', 'Probe', 'PrometheusRule'],
    ...['ScrapeConfig', 'AlertmanagerConfig'],
  ].map((kind) => `monitoring.coreos.com ${kind}`),
);
