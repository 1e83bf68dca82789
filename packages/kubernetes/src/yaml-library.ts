import * as yaml from 'yaml';

export type { Pair, YAMLMap } from 'yaml';

/**
 * A function of the YAML library, of which all packages use this one copy. A package that is built loads the library at the first
 * call, since most renders need none of it.
 */
const later = <Called extends (...args: never[]) => unknown>(find: () => Called): Called => {
  const call = (...args: readonly unknown[]): unknown => Reflect.apply(find(), undefined, args);
  // It has the parameters and the result of the function that it calls.
  return call as unknown as Called;
};

export const isMap: typeof yaml.isMap = later(() => yaml.isMap);
export const isScalar: typeof yaml.isScalar = later(() => yaml.isScalar);
export const parse: typeof yaml.parse = later(() => yaml.parse);
export const parseAllDocuments: typeof yaml.parseAllDocuments = later(() => yaml.parseAllDocuments);
export const parseDocument: typeof yaml.parseDocument = later(() => yaml.parseDocument);
