import { resolve } from 'node:path';

/** Where this repository lies. */
export const workspaceRoot: string = resolve(import.meta.dirname, '../../..');
