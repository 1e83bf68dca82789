import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../dist/native');
const name = process.platform === 'win32' ? 'helm-charts-apiserver.exe' : 'helm-charts-apiserver';

/** The path of the program for this platform, which may not be built. */
export const program: string = join(directory, name);
