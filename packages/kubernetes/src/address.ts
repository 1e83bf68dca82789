import type { JsonObject } from '@helm-charts/types';
import type { ClusterObject } from './cluster.ts';
import { type FieldPath, listAt, objectAt } from './fields.ts';
import { type Host, hostsIn, soleHost } from './host.ts';
import { namespaceOf } from './identity.ts';
import type { Setting } from './variable.ts';

/** A Service that a text of an object names as a host. */
export interface Address {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly service: string;
  readonly port?: number;
  /** The domain of the cluster, if the full name is written. */
  readonly domain?: string;
  /** What the text is: the name of a variable, `command`, `args`, or a key of a ConfigMap. */
  readonly via: string;
  /**
   * Whether the text means a Service even if there is none of that name: a full name, a URL, `host:port`, a variable
   * `X_HOST` beside `X_PORT`, or `host=x port=1`. Otherwise it is an address because the Service exists.
   */
  readonly isCertain: boolean;
  readonly path: FieldPath;
}

/** Which Services and namespaces there are. */
export interface Known {
  readonly hasService: (namespace: string, name: string) => boolean;
  readonly hasNamespace: (name: string) => boolean;
}

/**
 * The Services that a container names as hosts: `db`, `db:5432`, `host=db port=5432`,
 * `redis://db.shop.svc.cluster.local:6379/0`. A variable `X_PORT` beside `X_HOST` is its port, and what is called
 * `X_NAME` or `X_USER` is no host by its name alone.
 */
export const addressesInContainer = (
  object: ClusterObject,
  fields: JsonObject,
  settings: ReadonlyMap<string, Setting>,
  path: FieldPath,
  known: Known,
): readonly Address[] => [
  ...['command', 'args'].flatMap((field) =>
    listAt(fields, field).flatMap((text, index) =>
      typeof text === 'string' ? found(object, field, text, [...path, field, index], known) : [],
    ),
  ),
  ...[...settings].flatMap(([name, { value, path: at }]) => {
    if (isNoHost(name, value)) return [];
    const beside = portBeside(name, settings);
    const addresses = found(object, name, value, at, known, beside !== undefined);
    return addresses.map((address) => ({
      ...address,
      ...(address.port === undefined && beside !== undefined && { port: beside }),
    }));
  }),
];

/** The Services that the data of a ConfigMap names as hosts. */
export const addressesInConfigMap = (object: ClusterObject, known: Known): readonly Address[] =>
  Object.entries(objectAt(object.manifest, 'data')).flatMap(([key, text]) =>
    typeof text === 'string' ? found(object, key, text, ['data', key], known) : [],
  );

const found = (
  object: ClusterObject,
  via: string,
  text: string,
  path: FieldPath,
  { hasService, hasNamespace }: Known,
  isHost = false,
): readonly Address[] => {
  const own = namespaceOf(object.manifest);
  const sole = soleHost(text, isHost);
  const isMeant = ({ name, namespace, isFull, isPair }: Host): boolean =>
    isFull ||
    isPair ||
    (sole === (namespace === undefined ? name : `${name}.${namespace}`) &&
      name !== 'localhost' &&
      (namespace === undefined || hasNamespace(namespace)));
  return hostsIn(text).flatMap((host): Address[] => {
    const { name, namespace = own, domain, port } = host;
    const isCertain = isMeant(host);
    return isCertain || hasService(namespace, name)
      ? [
          {
            object,
            namespace,
            service: name,
            ...(port !== undefined && { port }),
            ...(domain !== undefined && { domain }),
            via,
            isCertain,
            path,
          },
        ]
      : [];
  });
};

/** A program, a database or a user may well be called as its Service is. */
const isNoHost = (name: string, text: string): boolean =>
  /(^|_)(APP|NAME|USER|USERNAME|DATABASE)$/.test(name) && /^[a-z][-a-z0-9]*$/.test(text);

/** `DB_HOST` goes with `DB_PORT`, `DB_HOST_ADMIN` with `DB_PORT_ADMIN` or else that. */
const portBeside = (name: string, settings: ReadonlyMap<string, Setting>): number | undefined => {
  const [, before, after = ''] = /^(.*)HOST(?:NAME)?(_.*)?$/.exec(name) ?? [];
  if (before === undefined) return undefined;
  const ports = [`${before}PORT${after}`, `${before}PORT`];
  const value = ports
    .map((port) => settings.get(port)?.value)
    .find((port) => /^\d+$/.test(port ?? ''));
  return value === undefined ? undefined : Number(value);
};
