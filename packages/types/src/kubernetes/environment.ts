import type { IEnvVar } from 'kubernetes-models/v1';
import type { Either, When } from '../template/control.ts';
import { expressionOf, type Ref } from '../template/ref.ts';
import type { Item } from '../template/templated.ts';
import { type Printable, text } from '../template/text.ts';

/** A credential in a Secret. */
export interface Credential {
  readonly kind: 'credential';
  readonly secret: string | Ref<string>;
  readonly key: string | Ref<string>;
}

/** A text in a ConfigMap. */
export interface ConfigKey {
  readonly kind: 'config-key';
  readonly configMap: string | Ref<string>;
  readonly key: string;
}

/** What a variable is set to: a text, a number or boolean as text, a credential or a text of a ConfigMap; or that only sometimes. */
export type Setting = Printable | Credential | ConfigKey | When<Setting> | Either<Setting>;

/** A credential of a Secret that exists before the chart is installed. */
export const credential = (
  secret: string | Ref<string>,
  key: string | Ref<string>,
): Credential => ({
  kind: 'credential',
  secret,
  key,
});

/** A text of a ConfigMap, which may be of another release: the pod does not start before it is there. */
export const configKey = (configMap: string | Ref<string>, key: string): ConfigKey => ({
  kind: 'config-key',
  configMap,
  key,
});

/** Credentials of one Secret by the names of their variables: `credentials(v.mail, (keys) => ({ MAIL_PASSWORD: keys.password }))`. */
export const credentials = <K, V extends string>(
  { existingSecret, keys }: { readonly existingSecret: Ref<string>; readonly keys: K },
  variables: (keys: K) => Readonly<Record<V, Ref<string>>>,
): Readonly<Record<V, Credential>> => {
  const settings = Object.entries<Ref<string>>(variables(keys)).map(
    ([name, key]) => [name, credential(existingSecret, key)] as const,
  );
  // The names are known to the type only: Object.fromEntries forgets them.
  return Object.fromEntries(settings) as Readonly<Record<V, Credential>>;
};

/** Environment variables of a container, in the order of the entries. Numbers and booleans become texts, as Kubernetes wants them. */
export const environment = (
  settings: Readonly<Record<string, Setting>>,
): readonly Item<IEnvVar>[] =>
  Object.entries(settings).map(([name, setting]) => variable(name, setting));

const variable = (name: string, setting: Setting): Item<IEnvVar> => {
  if (setting === undefined) {
    throw new TypeError(`the variable ${name} reads a value that the chart does not declare`);
  }
  if (typeof setting !== 'object') return { name, value: String(setting) };
  if (expressionOf(setting) !== undefined) return { name, value: text`${setting as Printable}` };
  const conditional = setting as Credential | ConfigKey | When<Setting> | Either<Setting>;
  switch (conditional.kind) {
    case 'credential':
      return {
        name,
        valueFrom: { secretKeyRef: { name: conditional.secret, key: conditional.key } },
      };
    case 'config-key':
      return {
        name,
        valueFrom: { configMapKeyRef: { name: conditional.configMap, key: conditional.key } },
      };
    case 'when':
      return { ...conditional, body: variable(name, conditional.body) } as Item<IEnvVar>;
    case 'either':
      return {
        ...conditional,
        body: variable(name, conditional.body),
        otherwise: variable(name, conditional.otherwise),
      } as Item<IEnvVar>;
  }
};
