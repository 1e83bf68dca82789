import { unlessAborted } from '../aborted.ts';
import type { Backend, Outcome, TemplateReads } from '../backend.ts';
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
    canSimulate: true,
    findings: [],
    // The fields of a rendering have the names of the request (go/release/render.go).
    render: (rendering) => ask({ render: rendering }, `rendering release ${rendering.name}`),
    trace: async (rendering) => {
      const { result, error = '' } = await unlessAborted(
        signal,
        `tracing release ${rendering.name}`,
        () => connection(path).ask({ trace: rendering }),
      );
      // The result of this request (go/trace/record.go).
      return { trace: result as TemplateReads | undefined, error };
    },
    build: ({ directory, file, text }) =>
      ask({ build: { root: workspaceRoot, directory, file, text } }, `building ${directory}`),
    transform: (transformation) =>
      ask({ transform: transformation }, 'building the objects of a release'),
  };
};

/** One program for the whole process. */
const connection = memoize((path: string): Connection => connect(path));

const outcomeOf = ({ result, error = '', warnings = [] }: Answer): Outcome => ({
  text: undefined,
  // Of every request, the result has a text (go/release/render.go, go/kustomization/build.go).
  ...(result as Pick<Outcome, 'text' | 'varying'> | undefined),
  error,
  warnings: warnings.flatMap((line) => /^warning: (.+)$/.exec(line)?.[1] ?? []),
});
