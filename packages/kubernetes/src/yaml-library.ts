/** The YAML library, of which all packages use this one copy. */
export {
  isMap,
  isScalar,
  type Pair,
  parse,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
} from 'yaml';
