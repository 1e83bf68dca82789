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

/** Values of an integration with an external service: a switch, a Secret with credentials, and further settings. */
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

/** Environment variables of an integration, set where it is enabled: its credentials and further settings. */
export const integrationVariables = <K>(
  { enabled, credentials: secret }: Integration<K>,
  ofKeys: (keys: K) => Readonly<Record<string, Ref<string>>>,
  further: Readonly<Record<string, Setting>> = {},
) => when(enabled, environment({ ...credentials(secret, ofKeys), ...further }));
