import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// To load ajv takes longer than most charts take to render, and many have no schema, so the first schema loads it.

/** JSON Schema draft 7. */
export const ajv = (): typeof import('ajv') => require('ajv') as typeof import('ajv');

/** JSON Schema 2019-09. */
export const ajv2019 = (): typeof import('ajv/dist/2019.js') =>
  require('ajv/dist/2019.js') as typeof import('ajv/dist/2019.js');

/** JSON Schema 2020-12. */
export const ajv2020 = (): typeof import('ajv/dist/2020.js') =>
  require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
