import { Failure } from '@helm-charts/types';
import type { Answer as Validated } from 'kubeconform-wasm';
import { unlessAborted } from '../aborted.ts';
import type { Backend, Outcome } from '../backend.ts';
import { identityOf } from '../code.ts';
import { memoize } from '../memoize.ts';
import { type Answer, type Connection, connect } from './connection.ts';

/** What the program is used with. */
interface Settings {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal | undefined;
}

/** The native program: the code of Helm and kustomize in one process that answers all requests of this one. */
export const openNative = (path: string, { workspaceRoot, signal }: Settings): Backend => {
  const send = (request: object, purpose: string): Promise<Answer> =>
    unlessAborted(signal, purpose, () => connection(path).ask(request));
  const ask = async (request: object, purpose: string): Promise<Outcome> =>
    outcomeOf(await send(request, purpose));
  return {
    identity: identityOf(path),
    findings: [],
    render: ({ name, namespace, chart, values, kubeVersion, apiVersions }) =>
      ask(
        { render: { name, namespace, chart, values, kubeVersion, apiVersions } },
        `rendering release ${name}`,
      ),
    build: ({ directory, file, text }) =>
      ask({ build: { root: workspaceRoot, directory, file, text } }, `building ${directory}`),
    transform: (transformation) =>
      ask({ transform: transformation }, 'building the objects of a release'),
    validate: async (documents) =>
      answersOf(await send({ validate: { documents } }, 'validating objects')),
  };
};

/** One program for the whole process. */
const connection = memoize((path: string): Connection => connect(path));

const outcomeOf = ({ result, error = '', warnings = [] }: Answer): Outcome => ({
  // Of every request, the result has a text (go/release/render.go, go/kustomization/build.go).
  text: (result as { readonly text: string } | undefined)?.text,
  error,
  warnings: warnings.flatMap((line) => /^warning: (.+)$/.exec(line)?.[1] ?? []),
});

const answersOf = ({ result, error = '' }: Answer): readonly Validated[] => {
  // Its type is that of go/validation/validate.go.
  const validated = result as { readonly answers: readonly Validated[] } | undefined;
  if (validated !== undefined) return validated.answers;
  const finding = { rule: 'environment', severity: 'error', input: 'native engine' } as const;
  throw new Failure(3, [{ ...finding, message: `the schemas cannot be read: ${error}` }]);
};
