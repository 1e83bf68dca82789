import {
  type Component,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';
import { type PodOf, pod } from './pod.ts';

/** What a chart says of a StatefulSet. */
export interface StatefulSetOf extends PodOf {
  /** 1 unless set. */
  readonly replicas?: number | Ref<number> | When<Ref<number>>;
  /** The headless Service that gives each pod a host name, `<pod>.<service>`; that of the component's name unless set. */
  readonly serviceName?: string | Ref<string>;
  /**
   * Claims that each pod gets for itself, `<claim>-<pod>`. Kubernetes forbids every change of them afterwards, and deletes none with
   * the release: where one pod is enough, a claim of the chart (`claim`) can grow.
   */
  readonly claims?: readonly ClaimTemplate[];
  /** `Parallel` starts and stops all pods at once; `OrderedReady` unless set. */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
}

/** The claim of a volume that each pod of a StatefulSet has; its containers mount the volume by this name. */
export interface ClaimTemplate {
  readonly name: string;
  readonly size: string | Ref<string>;
  /** The default class of the cluster unless set: `ifSet(v.data.storageClass)`. */
  readonly storageClass?: string | Ref<string> | When<Ref<string>>;
  /** `ReadWriteOnce` unless set. */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany';
}

/** A StatefulSet of one pod unless `replicas` says otherwise. */
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
