import type { ClusterObject } from '@helm-charts/types';
import { namespaceOf, objectAt } from './object.ts';

/** A Service and a port of it, as something in the cluster names them. */
export interface Address {
  readonly service: string;
  readonly namespace: string;
  readonly port: number | undefined;
  /** The domain of the cluster, where the whole name is written. */
  readonly domain: string | undefined;
  /** Where it is written: a variable, or a key of a ConfigMap. */
  readonly via: string;
}

/** An address in a file of a ConfigMap. */
export interface FileAddress extends Address {
  readonly object: ClusterObject;
}

/** The addresses of Services in the variables of a container: in `…HOST` with its `…PORT`, in `host:port`, in URLs. */
export const addressesIn = (
  settings: ReadonlyMap<string, string>,
  namespace: string,
  namespaces: ReadonlySet<string>,
): readonly Address[] =>
  [...settings].flatMap(([via, value]) => {
    const [, host = '', port] =
      /^[a-z+]+:\/\/(?:[^@/]*@)?([a-z0-9.-]+)(?::(\d+))?(?:[/?]|$)/.exec(value) ??
      /^([a-z][a-z0-9.-]*):(\d{2,5})$/.exec(value) ??
      (/HOST(_|$)/.test(via) && settings.has(via.replace('HOST', 'PORT'))
        ? ['', value, settings.get(via.replace('HOST', 'PORT'))]
        : []);
    const found = serviceIn(host, namespace, namespaces) ?? wholeNames(value)[0];
    if (found === undefined) return [];
    const number = port === undefined ? defaultPort(value) : Number(port);
    return [{ ...found, port: number, via }];
  });

/** The addresses of Services in the files of a ConfigMap: whole names, and hosts of pools (`host=db port=5432`). */
export const addressesInFiles = (
  configs: readonly ClusterObject[],
  namespaces: ReadonlySet<string>,
): readonly FileAddress[] =>
  configs.flatMap((object) =>
    Object.entries(objectAt(object.manifest, 'data')).flatMap(([via, value]) => {
      const text = typeof value === 'string' ? value : '';
      const namespace = namespaceOf(object.manifest);
      const pools = [...text.matchAll(/\bhost=([a-z0-9.-]+) port=(\d+)/g)].flatMap(
        ([, host = '', port]) => {
          const found = serviceIn(host, namespace, namespaces);
          return found === undefined ? [] : [{ ...found, port: Number(port) }];
        },
      );
      const rest = wholeNames(text.replaceAll(/\bhost=\S+ port=\d+/g, ''));
      return [...pools, ...rest].map((address) => ({
        ...address,
        via,
        object,
      }));
    }),
  );

type Found = Pick<Address, 'service' | 'namespace' | 'domain'>;

/**
 * The Service that a host name means within a namespace: `db`, `db.msp`, `db.msp.svc.cluster.local`, or one pod of it,
 * `db-0.db.msp.svc.cluster.local` (kubernetes/dns docs/specification.md). A name of two parts is one only where the
 * namespace is known. Undefined for other hosts.
 */
const serviceIn = (
  host: string,
  namespace: string,
  namespaces: ReadonlySet<string>,
): Found | undefined => {
  if (host === '' || host === 'localhost' || /^[\d.]+$/.test(host)) return undefined;
  const [first = '', second, ...others] = host.split('.');
  if (second === undefined) return { service: first, namespace, domain: undefined };
  if (others.length > 0) return wholeNames(host)[0];
  return namespaces.has(second)
    ? { service: first, namespace: second, domain: undefined }
    : undefined;
};

/** Every `service.namespace.svc` in a text, with the port that follows it. */
const wholeNames = (text: string): readonly (Found & { port: number | undefined })[] =>
  [
    ...text.matchAll(
      /(?<![a-z0-9.-])(?:[a-z0-9-]+\.)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.([a-z0-9-]+(?:\.[a-z0-9-]+)*))?(?::(\d+))?/g,
    ),
  ].map(([, service = '', namespace = '', domain, port]) => ({
    service,
    namespace,
    domain,
    port: port === undefined ? undefined : Number(port),
  }));

const defaultPort = (value: string): number | undefined =>
  value.startsWith('https:') ? 443 : value.startsWith('http:') ? 80 : undefined;
