import { Failure, printFinding } from '@helm-charts/types';
import { buildNative } from './native.ts';

try {
  const { value, findings } = await buildNative();
  console.log(
    value === undefined ? findings.map(printFinding).join('\n') : 'dist/native is up to date.',
  );
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
