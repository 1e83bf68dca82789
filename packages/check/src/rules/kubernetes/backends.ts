import {
  type ClusterObject,
  type FieldPath,
  groupOf,
  isObject,
  listAt,
  namespaceOf,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import type { Tie } from '../../known/presence.ts';
import type { Target } from '../../known/target.ts';

/** A Service that an object sends requests to. */
export interface Backend {
  readonly object: ClusterObject;
  readonly target: Target;
  readonly tie: Tie;
  /** The number or name of the Service's port, and its field; undefined if the object names none. */
  readonly port?: { readonly value: unknown; readonly path: FieldPath };
  /** What fails without it. */
  readonly effect: string;
}

/** The Services that Ingresses, routes, webhooks and aggregated APIs send requests to. */
export const backendsOf = ({ ofKind }: Pick<Context, 'ofKind'>): readonly Backend[] =>
  Object.entries(readers).flatMap(([id, read]) => {
    const [group, kind = ''] = id.split(' ');
    return ofKind(kind)
      .filter(({ manifest }) => groupOf(manifest) === group)
      .flatMap(read);
  });

type Read = (object: ClusterObject) => readonly Backend[];

const refused = 'so the request fails';

/** Reads `{ name, namespace, port }`. */
const service = (
  object: ClusterObject,
  value: unknown,
  path: FieldPath,
  tie: Tie,
  { port, effect = refused }: { readonly port?: Backend['port']; readonly effect?: string } = {},
): readonly Backend[] => {
  const name = stringAt(value, 'name');
  if (!name) return [];
  const namespace = stringAt(value, 'namespace') || namespaceOf(object.manifest) || 'default';
  const target = { kind: 'Service', group: '', namespace, name, path: [...path, 'name'] };
  return [{ object, target, tie, effect, ...(port?.value !== undefined && { port }) }];
};

const ingress: Read = (object) => {
  const backend = (value: unknown, path: FieldPath) => {
    const found = valueAt(value, 'service');
    const field = valueAt(found, 'port', 'number') === undefined ? 'name' : 'number';
    const at = [...path, 'service'];
    const port = { value: valueAt(found, 'port', field), path: [...at, 'port', field] };
    return service(object, found, at, 'own', { port });
  };
  const spec = object.manifest.spec;
  return [
    ...backend(valueAt(spec, 'defaultBackend'), ['spec', 'defaultBackend']),
    ...each(object, ['spec', 'rules'], (rule, at) =>
      eachIn(rule, ['http', 'paths'], at, (one, path) =>
        backend(valueAt(one, 'backend'), [...path, 'backend']),
      ),
    ),
  ];
};

/** A route of the Gateway API. */
const route: Read = (object) =>
  each(object, ['spec', 'rules'], (rule, at) => [
    ...eachIn(rule, ['backendRefs'], at, (one, path) => reference(object, one, path)),
    ...eachIn(rule, ['filters'], at, (filter, path) =>
      reference(object, valueAt(filter, 'requestMirror', 'backendRef'), [
        ...path,
        'requestMirror',
        'backendRef',
      ]),
    ),
  ]);

const reference = (object: ClusterObject, value: unknown, path: FieldPath): readonly Backend[] =>
  (stringAt(value, 'kind') ?? 'Service') === 'Service' && (stringAt(value, 'group') ?? '') === ''
    ? service(object, value, path, 'own', {
        port: { value: valueAt(value, 'port'), path: [...path, 'port'] },
      })
    : [];

const webhooks: Read = (object) =>
  each(object, ['webhooks'], (webhook, at) =>
    client(object, valueAt(webhook, 'clientConfig', 'service'), [...at, 'clientConfig', 'service']),
  );

/** The API server connects to port 443 unless another one is set (apiserver: pkg/util/webhook/client.go). */
const client = (
  object: ClusterObject,
  value: unknown,
  path: FieldPath,
  tie: Tie = 'own',
): readonly Backend[] =>
  service(object, value, path, tie, {
    port: {
      value: valueAt(value, 'port') ?? 443,
      path: valueAt(value, 'port') === undefined ? path : [...path, 'port'],
    },
    effect: 'so the API server cannot call it',
  });

const apiService: Read = (object) =>
  client(object, valueAt(object.manifest, 'spec', 'service'), ['spec', 'service']);

/** Definitions are often installed apart from their controller. */
const definition: Read = (object) => {
  const path = ['spec', 'conversion', 'webhook', 'clientConfig', 'service'];
  return client(object, valueAt(object.manifest, ...path), path, 'shared');
};

const traefikRoute: Read = (object) =>
  each(object, ['spec', 'routes'], (one, at) =>
    eachIn(one, ['services'], at, (value, path) =>
      (stringAt(value, 'kind') ?? 'Service') === 'Service'
        ? service(object, value, path, 'own', {
            port: { value: valueAt(value, 'port'), path: [...path, 'port'] },
          })
        : [],
    ),
  );

const gateway = 'gateway.networking.k8s.io';
const admission = 'admissionregistration.k8s.io';

/** By group and kind. */
const readers: Readonly<Record<string, Read>> = {
  'networking.k8s.io Ingress': ingress,
  [`${gateway} HTTPRoute`]: route,
  [`${gateway} GRPCRoute`]: route,
  [`${gateway} TLSRoute`]: route,
  [`${gateway} TCPRoute`]: route,
  [`${gateway} UDPRoute`]: route,
  'traefik.io IngressRoute': traefikRoute,
  'traefik.io IngressRouteTCP': traefikRoute,
  'traefik.io IngressRouteUDP': traefikRoute,
  [`${admission} ValidatingWebhookConfiguration`]: webhooks,
  [`${admission} MutatingWebhookConfiguration`]: webhooks,
  'apiregistration.k8s.io APIService': apiService,
  'apiextensions.k8s.io CustomResourceDefinition': definition,
};

const each = <T>(
  { manifest }: ClusterObject,
  path: readonly string[],
  read: (value: unknown, path: FieldPath) => readonly T[],
): readonly T[] => eachIn(manifest, path, [], read);

const eachIn = <T>(
  value: unknown,
  path: readonly string[],
  at: FieldPath,
  read: (value: unknown, path: FieldPath) => readonly T[],
): readonly T[] =>
  listAt(value, ...path).flatMap((one, index) =>
    isObject(one) ? read(one, [...at, ...path, index]) : [],
  );
