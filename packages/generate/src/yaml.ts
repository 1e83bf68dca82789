import { stringify } from 'yaml';

/**
 * Data as YAML 1.1, which Helm and Kubernetes read: what 1.1 takes for something else is quoted.
 * Texts always are, since a person may change `"v1"` to `"1.10"`; keys only where they must be.
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
 * Quoted texts in which nothing is left that YAML can't hold, or takes for a line break (yaml.org/spec/1.1, c-printable and b-char).
 * With that, a JSON text is a YAML 1.1 text.
 */
export const printable = (quoted: string): string =>
  quoted.replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
