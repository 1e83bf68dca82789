import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the program for this platform; undefined if it is not installed. */
export const nativeProgram = (): string | undefined => {
  const name = process.platform === 'win32' ? 'helm-charts-engine.exe' : 'helm-charts-engine';
  const path = join(import.meta.dirname, '../../dist/native', name);
  return existsSync(path) ? path : undefined;
};
