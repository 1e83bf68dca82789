import { join } from 'node:path';
import { workspace } from '../../../../tools/go/files.ts';

/** The folder of the Go sources. */
export const goDirectory: string = join(workspace, 'packages/kubeconform-wasm/go');
