export { previousKey, rotationKey } from './rotation.ts';
export { credentialSecrets } from './table.ts';
