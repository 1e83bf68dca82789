export { type CheckedDocument, validateManifests } from './schema.ts';
