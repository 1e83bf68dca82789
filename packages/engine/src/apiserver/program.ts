import { existsSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../dist/native');
const name = process.platform === 'win32' ? 'helm-charts-apiserver.exe' : 'helm-charts-apiserver';

/** The path of the program for this platform. */
export const program: string = join(directory, name);

/** Whether the program is there. */
export const isBuilt = (): boolean => existsSync(program);
