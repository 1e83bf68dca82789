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
  const ask = async (request: object, purpose: string): Promise<Outcome> =>
    outcomeOf(await unlessAborted(signal, purpose, () => connection(path).ask(request)));
  return {
    identity: identityOf(path),
    findings: [],
    render: ({ name, namespace, chart, chartContent, values, kubeVersion, apiVersions }) =>
      ask(
        {
          render: {
            name,
            namespace,
            chart,
            content: chartContent,
            values,
            kubeVersion,
            apiVersions,
          },
        },
        `rendering release ${name}`,
      ),
    lint: ({ chart, values, kubeVersion }) =>
      ask({ lint: { chart, values, kubeVersion } }, `linting ${chart}`),
    build: ({ directory, file, text }) =>
      ask({ build: { root: workspaceRoot, directory, file, text } }, `building ${directory}`),
    transform: (transformation) =>
      ask({ transform: transformation }, 'building the objects of a release'),
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
