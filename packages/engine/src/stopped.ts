import type { Checked, Finding } from '@helm-charts/types';
import { type Limits, printDuration, printSize } from './limits.ts';

/** Why the work on a request was stopped: it exceeded a limit, or its program ended twice. */
export type Reason = 'time' | 'memory' | 'output' | 'crash';

/** A request without a result, since its work was stopped. Nothing is wrong with other requests. */
export class Stopped extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** What was stopped. */
interface Work {
  /** What runs: `its templates`, `kustomize`. */
  readonly what: string;
  readonly limits: Limits;
  /** How the program ended: `killed by SIGKILL`. */
  readonly ended?: string;
}

/** The error of a request whose work was stopped. */
export const stopped = (reason: Reason, work: Work): Stopped => {
  const { message, fix } = sentences[reason](work);
  const rule = reason === 'crash' ? 'engine' : 'limit';
  return new Stopped({ rule, severity: 'error', message, fix });
};

const sentences: Readonly<
  Record<Reason, (work: Work) => Required<Pick<Finding, 'message' | 'fix'>>>
> = {
  time: ({ what, limits }) => ({
    message: `${what} did not finish within ${printDuration(limits.timeout)}`,
    fix: 'look for a loop or recursion without an end, or allow more time with --timeout',
  }),
  memory: ({ what, limits }) => ({
    message: `the memory of ${what} exceeds ${printSize(limits.maxMemory)}`,
    fix: 'look for a range, repeat or recursion without an end, or allow more with --max-memory',
  }),
  output: ({ what, limits }) => ({
    message: `the output of ${what} exceeds ${printSize(limits.maxOutput)}`,
    fix: 'look for a loop that prints too much, or allow more with --max-output',
  }),
  crash: ({ what, ended = 'exit code 0' }) => ({
    message: `the engine ended twice before ${what} finished (${ended})`,
    fix: 'free some memory and run it again, or use another engine with --engine helm',
  }),
};

/** The result of work; if it was stopped, the finding about it, at this place. */
export const orStopped = async <T>(
  place: Pick<Finding, 'input' | 'position'>,
  work: Promise<Checked<T>>,
): Promise<Checked<T>> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Stopped) return { findings: [{ ...error.finding, ...place }] };
    throw error;
  }
};
