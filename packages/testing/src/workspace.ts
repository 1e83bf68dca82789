import { resolve } from 'node:path';

/** The root directory of this repository. */
export const workspaceRoot: string = resolve(import.meta.dirname, '../../..');
