import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '@helm-charts/types';
import type { Answer as Validated } from 'kubeconform-wasm';
import { interrupted } from '../aborted.ts';
import type { Backend, Outcome, TemplateReads } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { identityOf } from '../code.ts';
import type { Limits } from '../limits.ts';
import { memoize } from '../memoize.ts';
import { outcomeOf } from '../outcome.ts';
import { stopped } from '../stopped.ts';
import { asOnLinux } from './messages.ts';
import { toModule } from './paths.ts';
import { type Pool, type PoolReply, poolOf } from './pool.ts';
import { webAssembly } from './webassembly.ts';

/**
 * The WebAssembly module at this path: the code of Helm, kustomize and kubeconform in a sandbox, on all cores. The
 * memory of a request is limited by its build, to 1 GiB.
 */
export const openWebAssembly = (
  path: string,
  { workspaceRoot, signal, limits }: Settings,
): Backend => {
  const pool = memoize((_: 'once') => open(path, limits));
  const send = async (work: Work): Promise<Answer> => {
    const { request, roots = [] } = work;
    if (signal?.aborted) throw interrupted(work.purpose);
    const { ask } = await pool('once');
    const text = JSON.stringify({ id: 0, ...request });
    return new Promise((resolve, reject) => {
      const stop = () => reject(interrupted(work.purpose));
      signal?.addEventListener('abort', stop, { once: true });
      ask({ text, roots }, signal)
        .finally(() => signal?.removeEventListener('abort', stop))
        .then((reply) => resolve(answerOf(reply, work, limits)))
        .catch(reject);
    });
  };
  const ask = async (work: Work): Promise<Outcome> => {
    const answer = await send(work);
    return outcomeOf({ ...answer, error: asOnLinux(answer.error ?? '') });
  };
  const root = realPath(workspaceRoot);
  return {
    identity: identityOf(path),
    canSimulate: true,
    findings: [],
    // The fields of a rendering have the names of the request (go/release/render.go).
    render: (rendering) => {
      const directory = realPath(rendering.chart);
      return ask({
        request: { render: { ...rendering, chart: toModule(directory) } },
        roots: [directory],
        what: 'its templates',
        purpose: `rendering release ${rendering.name}`,
      });
    },
    trace: async (rendering) => {
      const directory = realPath(rendering.chart);
      const { result, error = '' } = await send({
        request: { trace: { ...rendering, chart: toModule(directory) } },
        roots: [directory],
        what: 'its templates',
        purpose: `tracing release ${rendering.name}`,
      });
      // The result of this request (go/trace/record.go).
      return { trace: result as TemplateReads | undefined, error };
    },
    lint: ({ chart, values, kubeVersion }) => {
      const directory = realPath(chart);
      return ask({
        request: { lint: { chart: toModule(directory), values, kubeVersion } },
        roots: [directory],
        what: 'helm lint',
        purpose: `linting ${chart}`,
      });
    },
    build: ({ directory, file, text, more = [], also = [] }) => {
      const others = also.map(realPath);
      return ask({
        request: {
          build: {
            root: toModule(root),
            directory: toModule(realPath(directory)),
            file,
            text,
            more: more.map((one) => ({
              ...one,
              path: toModule(join(realPath(dirname(one.path)), basename(one.path))),
            })),
            also: others.map(toModule),
          },
        },
        roots: [root, ...others],
        what: 'kustomize',
        purpose: `building ${directory}`,
      });
    },
    // The fields of an expansion have the names of the request (go/resourceset/build.go).
    expand: (expansion) =>
      ask({
        request: { expand: expansion },
        what: 'its templates',
        purpose: 'building a ResourceSet',
      }),
    transform: (transformation) =>
      ask({
        request: { transform: transformation },
        what: 'kustomize',
        purpose: 'building the objects of a release',
      }),
    validate: async (documents, schemas) =>
      answersOf(
        await send({
          request: { validate: { documents, schemas } },
          what: 'the validation',
          purpose: 'validating objects',
        }),
      ),
  };
};

interface Work {
  readonly request: object;
  /** The directories that it reads. */
  readonly roots?: readonly string[];
  /** What runs, for the message when it is stopped. */
  readonly what: string;
  readonly purpose: string;
}

/** What the module answers (go/serve/message.go). */
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** A directory without the symbolic links in its path; one that does not exist is left to the module. */
const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

const open = async (path: string, limits: Limits): Promise<Pool> => {
  try {
    return poolOf(await compiled(path), limits);
  } catch (cause) {
    const finding = {
      rule: 'environment',
      severity: 'error',
      input: path,
      message: `the WebAssembly engine is broken: ${(cause as Error).message}`,
      fix: 'build or install it again',
    } as const;
    throw new Failure(3, [finding], { cause });
  }
};

/** Compiled once for the whole process. */
const compiled = memoize((path: string) => webAssembly.compile(readFileSync(path)));

const answerOf = (reply: PoolReply, { what }: Work, limits: Limits): Answer => {
  if ('answer' in reply) return JSON.parse(reply.answer) as Answer;
  const ended = reply.written.split('\n').find((line) => line !== '') ?? '';
  throw stopped(reply.stopped, { what, limits: { ...limits, maxMemory }, ended });
};

/** In bytes: what the build of the module allows. */
const maxMemory = 2 ** 30;

const answersOf = ({ result, error = '' }: Answer): readonly Validated[] => {
  // Its type is that of go/validation/validate.go.
  const validated = result as { readonly answers: readonly Validated[] } | undefined;
  if (validated !== undefined) return validated.answers;
  const finding = { rule: 'environment', severity: 'error', input: 'WebAssembly engine' } as const;
  throw new Failure(3, [{ ...finding, message: `objects cannot be validated: ${error}` }]);
};
