import { Failure } from '@helm-charts/types';
import { buildWebAssembly } from './wasm.ts';

try {
  await buildWebAssembly();
  console.log('dist/wasm is up to date.');
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
