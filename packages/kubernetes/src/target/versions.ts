// Made by tools/schemas/update.ts.
import { flux29 } from './flux-2.9.ts';
import { flux210 } from './flux-2.10.ts';
import { kubernetes136 } from './kubernetes-1.36.ts';
import { kubernetes137 } from './kubernetes-1.37.ts';
import type { FluxVersion, KubernetesVersion } from './target.ts';

/** The versions of Kubernetes with schemas, oldest first. */
export const kubernetesVersions: readonly KubernetesVersion[] = [kubernetes136, kubernetes137];

/** The versions of Flux with schemas, oldest first. */
export const fluxVersions: readonly FluxVersion[] = [flux29, flux210];

/** The sets of schemas of what others add to a cluster; they hold for every version. */
export const commonSchemas: readonly string[] = [
  'cert-manager',
  'external-secrets',
  'flux-operator',
  'gateway-api',
  'prometheus-operator',
];
