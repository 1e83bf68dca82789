import { oncePerText, standIn } from '@helm-charts/kubernetes';

/**
 * Whether a name is that of a secret and its value can be one: not a path, a reference, a boolean, a
 * number or a text of several words.
 */
export const isSecret = (name: string, value: string): boolean =>
  /(^|[_-])(password|passwd|passphrase|secret|token|credentials?|(api|private|access|auth|secret|crypto|encryption|license)[_-]?key)$/i.test(
    name,
  ) &&
  value !== '' &&
  !value.includes(standIn) &&
  !/^(\/|\$|@|true$|false$|\d+$)|[\s{}]/.test(value);

/** Finds secrets in a text: `--password=…`, `password = …`, `requirepass …`, `scheme://user:…@host`. */
export const secretsIn: (text: string) => readonly string[] = oncePerText((text) => [
  ...[
    ...text.matchAll(
      /^[ \t]*(?:-{1,2}|["']?)([\w.-]*(?:password|passwd|secret|token|api[_-]?key))["']?[ \t]*[:=][ \t]*["']?([A-Za-z0-9+/_.~!#%^&*-]{4,})["']?[ \t]*$/gim,
    ),
    ...text.matchAll(/^[ \t]*(requirepass|masterauth)[ \t]+["']?([\w-]{4,})/gm),
  ].flatMap(([, name = '', value = '']) =>
    isNameOfSecret(name) || /^(\/|true$|false$|null$|scram-sha-256$|md5$|\d+$)/.test(value)
      ? []
      : [name],
  ),
  ...[...text.matchAll(passwordInUrl)].map(([, user]) => `the password of ${user} in a URL`),
]);

/** Whether a text contains a URL with a password: `postgres://web:hunter22@db/shop`. */
export const hasPassword = (text: string): boolean => text.match(passwordInUrl) !== null;

/** Variables (`$PASSWORD`, `{{ .password }}`, `<password>`) are no passwords. */
const passwordInUrl = /\b[a-z][a-z0-9+.-]*:\/\/([\w.-]*):[^\s@/:$"'{}<>%*]+@/g;

/** Whether the value of a key is the name of a Secret, not a secret. */
const isNameOfSecret = (key: string): boolean => /(existing|tls|pull)secret$/i.test(key);
