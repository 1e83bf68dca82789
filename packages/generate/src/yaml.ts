import { stringify } from 'yaml';

/**
 * Data as YAML 1.1, which Helm and Kubernetes read: what 1.1 takes for something else is quoted.
 * Texts always are, since a person may change `"v1"` to `"1.10"`; keys only where they must be.
 */
export const yaml = (value: unknown): string =>
  stringify(value, {
    version: '1.1',
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    aliasDuplicateObjects: false,
  });
