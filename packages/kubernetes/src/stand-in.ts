/**
 * The text that stands for a value which only the cluster knows: of a Secret that is encrypted, or that something in
 * the cluster creates. It is a valid name, so that most fields accept it.
 */
export const standIn = 'unknown-value';

/** Whether the field at a JSON pointer holds a text that stands for an unknown value or contains one, or a value that SOPS has encrypted. */
export const isStandIn = (object: unknown, pointer: string): boolean => {
  const keys = pointer.split('/').slice(1);
  const value = keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | null)?.[key], object);
  return (
    typeof value === 'string' && (value.includes(standIn) || value.startsWith('ENC[AES256_GCM,'))
  );
};

/**
 * Whether a text is only known later, or contains such a part: what stands for a value that only the cluster knows,
 * `ENC[…]` of SOPS, `${NAME}`, `{{ name }}` or `<password>`.
 */
export const isUnknownText = (text: string): boolean =>
  text.includes(standIn) || /ENC\[AES256_GCM,|\$\{\w+[^}]*\}|\{\{.*\}\}|^<[\w -]+>$/.test(text);
