import {
  boolean,
  credentials,
  environment,
  type Members,
  object,
  type Ref,
  type Setting,
  secretRef,
  when,
} from '@helm-charts/types';

/** A service of somebody else that the application uses with credentials of a Secret, once it is switched on. */
export const integration = <const K extends string, const M extends Members>(
  description: string,
  credentials: { readonly name: string; readonly keys: Readonly<Record<K, string>> },
  settings: M,
) =>
  object(description, {
    enabled: boolean('Whether the integration is enabled.', { default: false }),
    credentials: secretRef('Secret with the credentials.', credentials),
    ...settings,
  });

interface Integration<K> {
  readonly enabled: Ref<boolean>;
  readonly credentials: { readonly existingSecret: Ref<string>; readonly keys: K };
}

/** The variables of an integration that is switched on: its credentials, and what else it needs. */
export const integrationVariables = <K>(
  { enabled, credentials: secret }: Integration<K>,
  ofKeys: (keys: K) => Readonly<Record<string, Ref<string>>>,
  further: Readonly<Record<string, Setting>> = {},
) => when(enabled, environment({ ...credentials(secret, ofKeys), ...further }));
