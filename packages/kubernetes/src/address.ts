import type { JsonObject } from '@helm-charts/types';
import type { ClusterObject } from './cluster.ts';
import { type FieldPath, listAt, objectAt } from './fields.ts';
import { type Host, hostsIn, soleHost } from './host.ts';
import { namespaceOf } from './identity.ts';
import type { Setting } from './variable.ts';

/** A Service whose host name appears in a text of an object. */
export interface Address {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly service: string;
  readonly port?: number;
  /** The cluster domain, if the host name contains it. */
  readonly domain?: string;
  /** The source of the text: the name of a variable, `command`, `args`, or a key of a ConfigMap. */
  readonly via: string;
  /**
   * Whether the text is an address even if no Service has that name: a full name, a URL, `host:port`, a variable
   * `X_HOST` with a variable `X_PORT`, or `host=x port=1`. Otherwise it is an address only because the Service
   * exists.
   */
  readonly isCertain: boolean;
  readonly path: FieldPath;
}

/** The existing Services and namespaces. */
export interface Known {
  readonly hasService: (namespace: string, name: string) => boolean;
  readonly hasNamespace: (name: string) => boolean;
}

/**
 * The Services whose host names appear in a container: `db`, `db:5432`, `host=db port=5432`,
 * `redis://db.shop.svc.cluster.local:6379/0`. A variable `X_PORT` is the port of `X_HOST`. A single word in a
 * variable such as `X_NAME` or `X_USER` is not a host.
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

/** The Services whose host names appear in the data of a ConfigMap. */
export const addressesInConfigMap = (object: ClusterObject, known: Known): readonly Address[] =>
  Object.entries(objectAt(object.manifest, 'data')).flatMap(([key, text]) =>
    // Keys such as _example document a configuration (knative: pkg/configmap/parse.go).
    typeof text === 'string' && !key.startsWith('_')
      ? found(object, key, text, ['data', key], known)
      : [],
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

/** A program, a database or a user often has the same name as its Service. */
const isNoHost = (name: string, text: string): boolean =>
  /(^|_)(APP|NAME|USER|USERNAME|DATABASE)$/.test(name) && /^[a-z][-a-z0-9]*$/.test(text);

/** The port of `DB_HOST` is `DB_PORT`; that of `DB_HOST_ADMIN` is `DB_PORT_ADMIN`, else `DB_PORT`. */
const portBeside = (name: string, settings: ReadonlyMap<string, Setting>): number | undefined => {
  const [, before, after = ''] = /^(.*)HOST(?:NAME)?(_.*)?$/.exec(name) ?? [];
  if (before === undefined) return undefined;
  const ports = [`${before}PORT${after}`, `${before}PORT`];
  const value = ports
    .map((port) => settings.get(port)?.value)
    .find((port) => /^\d+$/.test(port ?? ''));
  return value === undefined ? undefined : Number(value);
};
