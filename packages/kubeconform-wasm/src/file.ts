import { join } from 'node:path';

/** The file that the build of this package makes. */
export const defaultModule: string = join(import.meta.dirname, '../dist/kubeconform.wasm');
