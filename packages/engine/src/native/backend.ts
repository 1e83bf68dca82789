import type { Json } from '@helm-charts/types';
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
    render: ({ name, namespace, chart, values, kubeVersion, apiVersions }) =>
      ask(
        { render: { name, namespace, chart, values, kubeVersion, apiVersions } },
        `rendering release ${name}`,
      ),
    build: ({ directory, file, text }) =>
      ask({ build: { root: workspaceRoot, directory, file, text } }, `building ${directory}`),
    transform: (transformation) =>
      ask({ transform: transformation }, 'building the objects of a release'),
  };
};

/** One program for the whole process. */
const connection = memoize((path: string): Connection => connect(path));

/** The result of every request (go/release/render.go, go/kustomization/build.go). */
interface Result {
  readonly text: string;
  readonly documents: readonly { readonly value?: Json }[];
}

const outcomeOf = ({ result, error = '', warnings = [] }: Answer): Outcome => {
  const { text, documents } = (result ?? {}) as Partial<Result>;
  return {
    text,
    values: documents?.map(({ value }) => value),
    error,
    warnings: warnings.flatMap((line) => /^warning: (.+)$/.exec(line)?.[1] ?? []),
  };
};
