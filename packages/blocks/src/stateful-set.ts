import {
  type Component,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';
import { type PodOf, pod } from './pod.ts';

/** Options of a StatefulSet. */
export interface StatefulSetOf extends PodOf {
  /** Number of pods, 1 by default. */
  readonly replicas?: number | Ref<number> | When<Ref<number>>;
  /** Name of the headless Service that gives each pod a DNS name, `<pod>.<service>`. The name of the component by default. */
  readonly serviceName?: string | Ref<string>;
  /**
   * Claims that Kubernetes creates for each pod, `<claim>-<pod>`. They can not be changed later, and uninstalling the release does not
   * delete them. Where one pod is enough, use `claim`: its size can grow.
   */
  readonly claims?: readonly ClaimTemplate[];
  /** `Parallel` starts and stops all pods at once. `OrderedReady` by default. */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
}

/** A volume claim template of a StatefulSet. Containers mount the volume by this name. */
export interface ClaimTemplate {
  readonly name: string;
  readonly size: string | Ref<string>;
  /** StorageClass, for example `ifSet(v.data.storageClass)`. The default StorageClass of the cluster by default. */
  readonly storageClass?: string | Ref<string> | When<Ref<string>>;
  /** `ReadWriteOnce` by default. */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany';
}

/** A StatefulSet, with one pod by default. */
export const statefulSet = (
  of: Component,
  { replicas = 1, serviceName = of.name, claims = [], podManagementPolicy, ...rest }: StatefulSetOf,
): ManifestTemplate =>
  manifest('StatefulSet', of, {
    spec: {
      replicas,
      serviceName,
      ...(podManagementPolicy !== undefined && { podManagementPolicy }),
      selector: { matchLabels: of.selector },
      template: pod(of, rest),
      ...(claims.length > 0 && { volumeClaimTemplates: claims.map(claimTemplate) }),
    },
  });

const claimTemplate = ({
  name,
  size,
  storageClass,
  accessMode = 'ReadWriteOnce',
}: ClaimTemplate) => ({
  metadata: { name },
  spec: {
    accessModes: [accessMode],
    ...(storageClass !== undefined && { storageClassName: storageClass }),
    resources: { requests: { storage: size } },
  },
});
