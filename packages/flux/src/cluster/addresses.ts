import type { Manifest } from '@helm-charts/types';
import { isObject, listAt, stringAt } from '../fields.ts';
import type { FieldPath } from '../sources/origin.ts';
import { containersOf, podOf } from './pods.ts';

/** A Service that a text names as a host, with the port behind it if there is one. */
export interface Address {
  readonly namespace: string;
  readonly name: string;
  readonly port: string | undefined;
  readonly path: FieldPath;
}

/**
 * Finds the Services that an object names as hosts in environment variables, commands and the data
 * of ConfigMaps: `db`, `db:5432`, `host=db port=5432`, `redis://db.msp.svc.cluster.local:6379/0`. A short name
 * counts where such a Service is in the namespace; a name with `.svc` counts always. A variable
 * `X_PORT` beside `X_HOST` is its port, and what is called `X_NAME` or `X_USER` is no host by its
 * name alone. `hasService` tells which Services there are.
 */
export const addressesIn = (
  manifest: Manifest,
  hasService: (namespace: string, name: string) => boolean,
): readonly Address[] => {
  const own = manifest.metadata.namespace ?? 'default';
  const found = (text: string, path: FieldPath): readonly Address[] =>
    hostsIn(text).flatMap(({ name, namespace = own, isLong, port }) =>
      isLong || hasService(namespace, name) ? [{ namespace, name, port, path }] : [],
    );
  if (manifest.kind === 'ConfigMap') {
    const data = isObject(manifest.data) ? manifest.data : {};
    return Object.entries(data).flatMap(([key, text]) =>
      typeof text === 'string' ? found(text, ['data', key]) : [],
    );
  }
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  return containersOf(pod).flatMap(({ path, container }) => [
    ...['command', 'args'].flatMap((field) =>
      listAt(container, field).flatMap((text, index) =>
        typeof text === 'string' ? found(text, [...path, field, index]) : [],
      ),
    ),
    ...listAt(container, 'env').flatMap((variable, index) => {
      const name = stringAt(variable, 'name') ?? '';
      const text = stringAt(variable, 'value');
      if (text === undefined || isNoHost(name, text)) return [];
      const addresses = found(text, [...path, 'env', index, 'value']);
      const beside = portBeside(container, name);
      return addresses.map((address) => ({ ...address, port: address.port ?? beside }));
    }),
  ]);
};

interface Host {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Whether it ends in `.svc`, which only a Service does. */
  readonly isLong: boolean;
  readonly port: string | undefined;
}

const label = '[a-z](?:[-a-z0-9]*[a-z0-9])?';

/** A host is the whole text, or stands behind `//`, `@`, `=` or a space, or has a port. */
const hosts = new RegExp(
  `(?<before>^|//|[@=,\\s"'])(?<name>${label})(?:\\.(?<namespace>${label})(?<svc>\\.svc(?:\\.[a-z0-9.-]+)?)?)?(?:(?::|\\s+port=)(?<port>\\d{1,5}))?(?=$|[/,;\\s"'?])`,
  'g',
);

const hostsIn = (text: string): readonly Host[] =>
  [...text.matchAll(hosts)].flatMap((match): Host[] => {
    const { before = '', name = '', namespace, svc, port } = match.groups ?? {};
    const isWhole = match[0].length === text.length;
    const isUrl = before === '//' || before === '@' || before === '=';
    if (!isWhole && !isUrl && port === undefined && svc === undefined) return [];
    return [{ name, namespace, isLong: svc !== undefined, port }];
  });

/** A program, a database or a user may well be called as its Service is. */
const isNoHost = (name: string, text: string): boolean =>
  /(^|_)(APP|NAME|USER|USERNAME|DATABASE)$/.test(name) && /^[a-z][-a-z0-9]*$/.test(text);

/** `DB_HOST` goes with `DB_PORT`, `DB_HOST_ADMIN` with `DB_PORT_ADMIN` or else that, `dbHost` with nothing. */
const portBeside = (container: unknown, name: string): string | undefined => {
  const [, before, after = ''] = /^(|PG|.*_)HOST(?:NAME)?(_.*)?$/.exec(name) ?? [];
  if (before === undefined) return undefined;
  const ports = [`${before}PORT${after}`, `${before}PORT`];
  const env = listAt(container, 'env');
  const values = ports.map((port) =>
    stringAt(
      env.find((one) => stringAt(one, 'name') === port),
      'value',
    ),
  );
  return values.find((value) => /^\d+$/.test(value ?? ''));
};
