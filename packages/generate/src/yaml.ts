import { stringify } from 'yaml';

/**
 * Serializes data as YAML 1.1, which Helm and Kubernetes read. Texts are always quoted, since a person may change `"v1"` to `"1.10"`; keys
 * are quoted only if necessary.
 */
export const yaml = (value: unknown): string =>
  printable(
    stringify(value, {
      version: '1.1',
      lineWidth: 0,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      aliasDuplicateObjects: false,
    }),
  );

/**
 * Escapes characters in a quoted text that YAML cannot contain or reads as a line break (yaml.org/spec/1.1, c-printable and b-char). Then a
 * JSON string is also a YAML 1.1 string.
 */
export const printable = (quoted: string): string =>
  quoted.replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
