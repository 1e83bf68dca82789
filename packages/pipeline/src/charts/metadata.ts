import { isObject, parseYaml, stringAt } from '@helm-charts/kubernetes';

/** What every Chart.yaml has. */
interface Metadata {
  readonly name: string;
  readonly version: string;
}

/** The name and the version in the text of a Chart.yaml; undefined if it has not both. */
export const metadataOf = (text: string): Metadata | undefined => {
  const value = plainFields(text) ?? parseYaml(text).value;
  const [name, version] = [stringAt(value, 'name'), stringAt(value, 'version')];
  return isObject(value) && name && version ? { name, version } : undefined;
};

/**
 * The fields of a text that has nothing but comments and texts that mean the same in each version of YAML; undefined for any
 * other. Most files of charts are such texts, and a parser takes a hundred times longer.
 */
const plainFields = (text: string): Readonly<Record<string, string>> | undefined => {
  const fields: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (/^(#.*)?$/.test(line)) continue;
    const [, key, plain, quoted] =
      /^([a-z]\w*): (?:(?=[^#]*$)([a-zA-Z][\w .+/-]*[\w.]|\d+\.\d+\.\d+)|"([\w .+/-]*)")$/.exec(
        line,
      ) ?? [];
    if (key === undefined || Object.hasOwn(fields, key) || words.test(plain ?? ''))
      return undefined;
    fields[key] = plain ?? quoted ?? '';
  }
  return fields;
};

/** Plain texts that are no texts in a version of YAML. */
const words = /^(y|n|yes|no|true|false|on|off|null)$/i;
