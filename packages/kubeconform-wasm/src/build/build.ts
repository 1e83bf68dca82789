import { Failure } from '@helm-charts/types';
import { buildModule } from './module.ts';

try {
  console.log(await buildModule());
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
