import { Failure } from '@helm-charts/types';
import type { Answer as Validated } from 'kubeconform-wasm';
import type { Backend, Outcome, TemplateReads } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { identityOf } from '../code.ts';
import type { Folder } from '../folder.ts';
import { memoize } from '../memoize.ts';
import { outcomeOf } from '../outcome.ts';
import { settleAll } from '../settle.ts';
import type { Answer, Request } from './process.ts';
import { type Supervisor, supervise, type Task } from './supervise.ts';

/** The native program: the code of Helm and kustomize in one process that answers all requests of this one. */
export const openNative = (path: string, settings: Settings): Backend => {
  const { workspaceRoot, signal, limits } = settings;
  const send = (request: Request, task: About): Promise<Answer> =>
    supervisor(path).ask({ request, limits, signal, ...task });
  const ask = async (request: Request, task: About): Promise<Outcome> =>
    outcomeOf(await send(request, task));
  return {
    identity: identityOf(path),
    canSimulate: true,
    start: () => supervisor(path).start(),
    findings: [],
    read: async (directories) =>
      foldersOf(
        await send(
          { read: { folders: directories } },
          { what: 'reading charts', purpose: 'reading charts', isUrgent: true },
        ),
        directories,
      ),
    // The fields of a rendering have the names of the request (go/release/render.go).
    render: (rendering) =>
      ask(
        { render: rendering },
        { what: 'its templates', purpose: `rendering release ${rendering.name}` },
      ),
    trace: async (rendering) => {
      const { result, error = '' } = await send(
        { trace: rendering },
        { what: 'its templates', purpose: `tracing release ${rendering.name}` },
      );
      // The result of this request (go/trace/record.go).
      return { trace: result as TemplateReads | undefined, error };
    },
    lint: ({ chart, values, kubeVersion }) =>
      ask(
        { lint: { chart, values, kubeVersion } },
        { what: 'helm lint', purpose: `linting ${chart}` },
      ),
    build: ({ directory, file, text, more, also }) =>
      ask(
        { build: { root: workspaceRoot, directory, file, text, more, also } },
        { what: 'kustomize', purpose: `building ${directory}`, isUrgent: true },
      ),
    // The fields of an expansion have the names of the request (go/resourceset/build.go).
    expand: (expansion) =>
      ask(
        { expand: expansion },
        { what: 'its templates', purpose: 'building a ResourceSet', isUrgent: true },
      ),
    transform: (transformation) =>
      ask(
        { transform: transformation },
        { what: 'kustomize', purpose: 'building the objects of a release', isUrgent: true },
      ),
    validate: async (documents, schemas) => {
      const answers = await settleAll(
        partsOf(documents).map((texts) =>
          send(
            { validate: { schemas } },
            { texts, what: 'the validation', purpose: 'validating objects' },
          ),
        ),
      );
      return answers.flatMap(answersOf);
    },
  };
};

/** What the messages about a request need. */
type About = Pick<Task, 'texts' | 'what' | 'purpose' | 'isUrgent'>;

/** One program for the whole process. */
const supervisor = memoize((path: string): Supervisor => supervise(path));

/** How many UTF-16 units of documents go into a request: the program works on the first ones while others are sent. */
const partSize = 2 ** 16;

/** Documents in groups of about the size of a part, in their order. */
const partsOf = (documents: readonly string[]): readonly (readonly string[])[] => {
  const parts: string[][] = [];
  let size = partSize;
  for (const document of documents) {
    if (size >= partSize) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(document);
    size += document.length;
  }
  return parts;
};

const foldersOf = (
  { result }: Answer,
  directories: readonly string[],
): readonly (Folder | undefined)[] => {
  // Its type is that of go/chart/folder.go.
  const read = result as
    | { readonly folders: readonly (Omit<Folder, 'links' | 'isPlain'> | null)[] }
    | undefined;
  return directories.map((_, index) => {
    const folder = read?.folders[index];
    return folder ? { ...folder, links: [], isPlain: true } : undefined;
  });
};

const answersOf = ({ result, error = '' }: Answer): readonly Validated[] => {
  // Its type is that of go/validation/validate.go.
  const validated = result as { readonly answers: readonly Validated[] } | undefined;
  if (validated !== undefined) return validated.answers;
  const finding = { rule: 'environment', severity: 'error', input: 'native engine' } as const;
  throw new Failure(3, [{ ...finding, message: `the schemas cannot be read: ${error}` }]);
};
