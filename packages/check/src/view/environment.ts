import { isObject, stringAt, valueAt } from '@helm-charts/flux';
import { type Find, objectAt, objectsAt } from './object.ts';
import type { Container, Pod } from './pod.ts';

/** A variable of a container: a text, or a key of a Secret or ConfigMap. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly from?: Reference;
}

/** A key of a Secret or a ConfigMap that somebody reads; all keys where none is named. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly key?: string;
  /** It may be missing. */
  readonly optional: boolean;
}

/** The variables that a container names itself, in their order. */
export const variablesOf = ({ fields }: Container): readonly Variable[] =>
  objectsAt(fields, 'env').map((entry) => {
    const name = stringAt(entry, 'name') ?? '';
    const value = stringAt(entry, 'value');
    const from =
      reference('Secret', valueAt(entry, 'valueFrom', 'secretKeyRef')) ??
      reference('ConfigMap', valueAt(entry, 'valueFrom', 'configMapKeyRef'));
    return { name, ...(value !== undefined && { value }), ...(from && { from }) };
  });

/** The texts that a container finds in its environment, those of ConfigMaps included. */
export const settingsOf = (
  find: Find,
  pod: Pod,
  container: Container,
): ReadonlyMap<string, string> => {
  const settings = new Map<string, string>();
  const dataOf = (name: string) =>
    objectAt(find('ConfigMap', pod.namespace, name)?.manifest, 'data');
  for (const { name } of wholes(container).filter(({ kind }) => kind === 'ConfigMap')) {
    for (const [key, value] of Object.entries(dataOf(name))) settings.set(key, String(value));
  }
  for (const { name, value, from } of variablesOf(container)) {
    const text = value ?? (from?.kind === 'ConfigMap' ? dataOf(from.name)[from.key ?? ''] : '');
    settings.set(name, String(text ?? ''));
  }
  return settings;
};

/** What a container's `envFrom` names. */
export const wholes = ({ fields }: Container): readonly Reference[] =>
  objectsAt(fields, 'envFrom').flatMap(
    ({ secretRef, configMapRef }) =>
      reference('Secret', secretRef) ?? reference('ConfigMap', configMapRef) ?? [],
  );

/** What the volumes of a pod read. */
export const mountedReferences = ({ volumes }: Pod): readonly (Reference & { volume: string })[] =>
  volumes.flatMap(({ name: volume, type, source }) => {
    const sources =
      type === 'projected'
        ? objectsAt(source, 'sources').flatMap((one) => Object.entries(one))
        : [[type, source] as const];
    return sources.flatMap(([key, one]) => {
      const kind = key === 'secret' ? 'Secret' : key === 'configMap' ? 'ConfigMap' : undefined;
      const name = stringAt(one, 'secretName') ?? stringAt(one, 'name');
      if (kind === undefined || name === undefined) return [];
      const optional = valueAt(one, 'optional') === true;
      const items = objectsAt(one, 'items').flatMap((item) => stringAt(item, 'key') ?? []);
      const whole = { kind, name, optional, volume } as const;
      return items.length === 0 ? [whole] : items.map((item) => ({ ...whole, key: item }));
    });
  });

const reference = (kind: Reference['kind'], value: unknown): Reference | undefined => {
  const name = stringAt(value, 'name');
  if (!isObject(value) || name === undefined) return undefined;
  const key = stringAt(value, 'key');
  return { kind, name, optional: value.optional === true, ...(key !== undefined && { key }) };
};
