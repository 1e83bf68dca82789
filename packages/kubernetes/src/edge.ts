import { fieldPath, manifestId } from '@helm-charts/types';
import type { Address } from './address.ts';
import type { FieldPath } from './fields.ts';
import type { Pod } from './pod.ts';
import type { Reference, ReferenceKind } from './reference.ts';
import { type Service, selects } from './service.ts';

/** A dependency of one object on another. `from` and `to` are ids as `manifestId` returns them. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind:
    | 'secret'
    | 'configMap'
    | 'claim'
    | 'serviceAccount'
    | 'selects'
    | 'address'
    | 'dependsOn';
  /** The key of a Secret or ConfigMap, or the port of a Service, if the reference names one. */
  readonly part?: string;
  /** The path of the field with the reference. */
  readonly path: string;
}

/** The edge of a reference. */
export const edgeOfReference = (
  from: string,
  { kind, namespace, name, key, path }: Reference,
): Edge => edge(from, `${kind} ${namespace}/${name}`, kinds[kind], path, key);

/** The edge of an address. */
export const edgeOfAddress = ({ object, namespace, service, port, path }: Address): Edge =>
  edge(
    manifestId(object.manifest),
    `Service ${namespace}/${service}`,
    'address',
    path,
    port === undefined ? undefined : String(port),
  );

/** The edges from a Service to the objects whose pods it selects. */
export const edgesOfService = (service: Service, pods: readonly Pod[]): readonly Edge[] =>
  pods
    .filter((pod) => selects(service, pod))
    .map((pod) =>
      edge(
        manifestId(service.object.manifest),
        manifestId(pod.object.manifest),
        'selects',
        ['spec', 'selector'],
        undefined,
      ),
    );

const kinds: Readonly<Record<ReferenceKind, Edge['kind']>> = {
  Secret: 'secret',
  ConfigMap: 'configMap',
  PersistentVolumeClaim: 'claim',
  ServiceAccount: 'serviceAccount',
  Service: 'address',
  HelmRelease: 'dependsOn',
  Kustomization: 'dependsOn',
};

const edge = (
  from: string,
  to: string,
  kind: Edge['kind'],
  path: FieldPath,
  part: string | undefined,
): Edge => ({
  from,
  to,
  kind,
  ...(part !== undefined && { part }),
  path: fieldPath(path.map(String)),
});
