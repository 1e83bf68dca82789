import { declared, type Ref, refTo } from '../template/ref.ts';
import type { SecretRef } from '../values/parts.ts';
import { type Component, named } from './component.ts';
import { type ManifestTemplate, manifest } from './manifest.ts';

/** A secret reference among the values of a chart. */
type Credentials<K extends string> = Ref<SecretRef<K>> & { readonly existingSecret: Ref<string> };

/**
 * A Secret that the chart makes for those who have nothing else that makes it: 256 random bits for each key that the cluster does not have yet.
 * What is there is never changed and never deleted. It asks the cluster while Helm renders, so `helm template` alone gives other texts each time,
 * and it refuses to invent a password for data that are there already and lost without it, under `claim`.
 *
 * Flux is told to leave the object alone: it would put back what it once stored (helm-controller internal/action/diff.go).
 */
export const generatedSecret = <K extends string>(
  of: Component,
  credentials: Credentials<K>,
  claim?: Ref<string>,
): ManifestTemplate =>
  manifest('Secret', named(of, credentials.existingSecret), {
    metadata: {
      annotations: {
        'helm.sh/resource-policy': 'keep',
        'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
      },
    },
    type: 'Opaque',
    data: refTo({
      kind: 'generated',
      of: declared(credentials, 'a generated Secret'),
      ...(claim !== undefined && { claim: declared(claim, 'a generated Secret') }),
    }),
  });
