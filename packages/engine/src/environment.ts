import { Failure } from '@helm-charts/types';
import { type EngineName, engineNames } from './backend.ts';

/**
 * The engine that the variable HELM_CHARTS_ENGINE names; empty if it is not set.
 * @throws {Failure} With exit code 2 if there is no engine of that name.
 */
export const engineInEnvironment = (): EngineName | '' => {
  const { HELM_CHARTS_ENGINE: name = '' } = process.env;
  const known = engineNames.find((one) => one === name);
  if (known !== undefined || name === '') return known ?? '';
  throw new Failure(2, [
    {
      rule: 'environment',
      severity: 'error',
      input: 'HELM_CHARTS_ENGINE',
      message: `there is no engine "${name}"`,
      fix: `use ${engineNames.join(', ')}`,
    },
  ]);
};
