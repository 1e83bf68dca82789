import {
  type Component,
  given,
  isSet,
  manifest,
  named,
  not,
  type Ref,
  type Refs,
  type ValueOf,
  when,
} from '@helm-charts/types';
import type { volume } from './values/parts.ts';

type Volume = Refs<ValueOf<ReturnType<typeof volume>>>;

/** A claim that stays when the release goes, unless the user has one. */
export const claim = (of: Component, name: Ref<string>, volume: Volume) =>
  when(
    not(isSet(volume.existingClaim)),
    manifest('PersistentVolumeClaim', named(of, name), {
      metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: given(volume.storageClass),
        resources: { requests: { storage: volume.size } },
      },
    }),
  );

/** A volume of a pod that is the claim of the user or that of the chart. */
export const claimed = (name: string, claim: Ref<string>, { existingClaim }: Volume) => ({
  name,
  persistentVolumeClaim: { claimName: given(existingClaim, (own) => own, claim) },
});

/** A volume of a pod that is gone with it. */
export const scratch = (name: string, sizeLimit: string | Ref<string>) => ({
  name,
  emptyDir: { sizeLimit },
});

/** A volume that never reaches a disk, for what is secret or must be fast. It counts as memory of the pod. */
export const memory = (name: string, sizeLimit: string | Ref<string>) => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit },
});
