import type { Linting, Outcome } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { run } from './run.ts';

/** Runs `helm lint --strict --quiet`. Its findings are its text; it writes to its standard output even why it can't start. */
export const helmLint = async (
  helm: string,
  { chart, values, kubeVersion }: Linting,
  { signal, limits }: Settings,
): Promise<Outcome> => {
  const { stdout } = await run({
    path: helm,
    args: ['lint', chart, '--strict', '--quiet', `--kube-version=${kubeVersion}`, '--values=-'],
    input: JSON.stringify(values),
    signal,
    limits,
    what: 'helm lint',
    purpose: `linting ${chart}`,
  });
  const error = /^Error [\s\S]*/m.exec(stdout)?.[0];
  return { text: error === undefined ? stdout : undefined, error: error ?? '', warnings: [] };
};
