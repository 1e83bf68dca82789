import { Failure, type Finding } from '@helm-charts/types';
import type { Backend, Outcome } from './backend.ts';
import { Broken } from './broken.ts';
import { memoize } from './memoize.ts';

/** A backend whose program may turn out to be broken, and the one that replaces it. */
interface Fallback {
  readonly backend: Backend;
  /** The path of its program. */
  readonly path: string;
  /** What replaces it: `helm and kubectl`. */
  readonly replacement: string;
  /** Undefined if nothing may replace it, since somebody asked for it by name. */
  readonly open: (() => Promise<Backend>) | undefined;
}

/** The programs helm and kubectl know nothing of the Flux Operator. */
const cannotExpand = async (): Promise<Outcome> => ({
  text: undefined,
  error: 'the programs helm and kubectl cannot build a ResourceSet',
  warnings: [],
});

/** The programs that this process has warned about: once is enough, however many charts it renders. */
const warned = new Set<string>();

/**
 * A backend that is replaced by another one at the first request that finds its program broken. Results are the same
 * for both, so they are cached under the identity of the first one.
 */
export const withFallback = ({ backend, path, replacement, open }: Fallback): Backend => {
  const findings: Finding[] = [...backend.findings];
  const replace = memoize(async (reason: string): Promise<Backend> => {
    const message = `the native engine cannot be used: ${reason}`;
    const place = { rule: 'environment', input: path, fix: 'install @helm-charts/engine again' };
    if (open === undefined) throw new Failure(3, [{ ...place, severity: 'error', message }]);
    const other = await open();
    const replaced = `${message}; ${replacement} replace it, which takes longer`;
    if (!warned.has(path)) findings.push({ ...place, severity: 'warning', message: replaced });
    warned.add(path);
    findings.push(...other.findings);
    return other;
  });
  const orOther =
    <Wanted, Result>(work: (backend: Backend) => (wanted: Wanted) => Promise<Result>) =>
    async (wanted: Wanted): Promise<Result> => {
      try {
        return await work(backend)(wanted);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        return work(await replace(error.message))(wanted);
      }
    };
  return {
    ...backend,
    findings,
    render: orOther(({ render }) => render),
    lint: orOther(({ lint }) => lint),
    build: orOther(({ build }) => build),
    transform: orOther(({ transform }) => transform),
    ...(backend.expand && { expand: orOther(({ expand = cannotExpand }) => expand) }),
  };
};
