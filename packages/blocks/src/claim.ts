import {
  type Component,
  ifSet,
  isSet,
  manifest,
  named,
  not,
  object,
  optional,
  orDefault,
  quantity,
  type Ref,
  type Refs,
  string,
  type ValueOf,
  when,
} from '@helm-charts/types';

/** Values of a PersistentVolumeClaim that Helm keeps when the release is uninstalled. */
export const volume = (description: string, size: string) =>
  object(description, volumeMembers(size));

/** The values of `volume`, for an object with further values. */
export const volumeMembers = (size: string) => ({
  existingClaim: optional(
    string('Name of an existing PersistentVolumeClaim. Without it, the chart creates one.', {
      minLength: 1,
    }),
  ),
  size: quantity('Size of the volume.', { default: size, immutable: true }),
  storageClass: optional(
    string('StorageClass of the volume. Without it, the cluster uses its default StorageClass.', {
      minLength: 1,
      immutable: true,
    }),
  ),
});

type Volume = Refs<ValueOf<ReturnType<typeof volume>>>;

/** The PersistentVolumeClaim of the chart; none where `existingClaim` is set. Helm keeps it when the release is uninstalled. */
export const claim = (of: Component, name: Ref<string>, volume: Volume) =>
  when(
    not(isSet(volume.existingClaim)),
    manifest('PersistentVolumeClaim', named(of, name), {
      metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: ifSet(volume.storageClass),
        resources: { requests: { storage: volume.size } },
      },
    }),
  );

/** A volume of a pod: the claim in `existingClaim`, or else the claim of the chart. */
export const claimVolume = (name: string, claim: Ref<string>, { existingClaim }: Volume) => ({
  name,
  persistentVolumeClaim: { claimName: orDefault(existingClaim, claim) },
});
