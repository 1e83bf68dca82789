/** Whether a name promises a secret and its value is one: no path, no reference, no boolean, no number. */
export const isSecret = (name: string, value: string): boolean =>
  /(^|[_-])(password|passwd|passphrase|secret|token|credentials?|(api|private|access|auth|secret|crypto|encryption|license)[_-]?key)$/i.test(
    name,
  ) &&
  value !== '' &&
  !/^(\/|\$|@|true$|false$|\d+$)/.test(value);

/** The secrets that a text has in it: `--password=…`, `password = …`, `requirepass …`, `scheme://user:…@host`. */
export const secretsIn = (text: string): readonly string[] => [
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
  ...[...text.matchAll(/\b[a-z]+:\/\/([\w.-]+):[^\s@/:$"'{}]+@/g)].map(
    ([, user]) => `the password of ${user} in a URL`,
  ),
];

/** Whether a key holds the name of a Secret, not one of its values. */
const isNameOfSecret = (key: string): boolean => /(existing|tls|pull)secret$/i.test(key);
