import { boolean, type Members, object, secretRef } from '@helm-charts/types';

/** A service of somebody else that the application uses with credentials of a Secret, once it is switched on. */
export const integration = <const K extends string, const M extends Members>(
  description: string,
  credentials: { readonly name: string; readonly keys: Readonly<Record<K, string>> },
  settings: M,
) =>
  object(description, {
    enabled: boolean('The application uses it.', { default: false }),
    credentials: secretRef('What the application logs in with.', credentials),
    ...settings,
  });
