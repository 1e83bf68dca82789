import { describe } from '@helm-charts/flux';
import { RegistryFailure } from '@helm-charts/oci';
import { count } from '@helm-charts/pipeline';
import { type ExitCode, Failure, type Finding, groupBy } from '@helm-charts/types';
import type { Needed } from './charts.ts';

/** What can't be had, and why. */
export interface Missing {
  /** In a list: `web 1.x of https://charts.example.com`, or a URL. */
  readonly name: string;
  /** At the beginning of a sentence: `its chart web 1.x of https://charts.example.com`. */
  readonly what: string;
  /** Where it is needed. */
  readonly place: Partial<Finding>;
  readonly reason: Failure;
}

/** A chart that can't be had. */
export const missingChart = ({ request, wanted }: Needed, error: unknown): Missing => {
  const name = describe(request);
  const others = wanted.length > 1 ? ` (${count(wanted.length, 'release')} use it)` : '';
  const reason = withLogin(reasonOf(error), request);
  return { name, what: `its chart ${name}${others}`, place: wanted[0]?.place ?? {}, reason };
};

/** An error while something was fetched, as a Failure. Errors of our own are thrown on. */
export const reasonOf = (error: unknown): Failure => {
  // What a registry has may not be a chart, or be larger than Helm allows: neither is wrong input.
  if (error instanceof Failure)
    return error.exitCode === 2 ? new Failure(4, error.findings, { cause: error }) : error;
  if (!(error instanceof Error)) throw error;
  const finding: Finding = { rule: 'fetch', severity: 'error', message: error.message };
  return new Failure(4, [finding], { cause: error });
};

/** The findings about what can't be had: one for each host that can't be reached, else one for each thing. */
export const problemsOf = (missing: readonly Missing[]): readonly Finding[] => {
  const groups = groupBy(missing, ({ name, reason }) => hostOf(reason) ?? name);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const host = hostOf(first.reason);
    return host === undefined ? ofOne(first) : [ofHost(host, first.reason, group)];
  });
};

/** The exit code for all of them: 3 only if no source has refused something. */
export const exitCodeOf = (missing: readonly Missing[]): ExitCode | 0 => {
  const codes = missing.map(({ reason }) => reason.exitCode);
  return codes.toSorted((a, b) => b - a)[0] ?? 0;
};

const hostOf = (reason: Failure): string | undefined =>
  reason instanceof RegistryFailure &&
  ['unreachable', 'untrusted', 'interrupted'].includes(reason.problem.kind)
    ? reason.problem.host
    : undefined;

const ofHost = (host: string, { findings }: Failure, missing: readonly Missing[]): Finding => {
  const [{ message, fix } = { message: '' }] = findings;
  const names = missing.map(({ name }) => name);
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${count(names.length - 3, 'other')}` : '';
  return {
    rule: 'fetch',
    severity: 'error',
    input: host,
    message: `${message}, so this cannot be fetched: ${shown}${more}`,
    ...(fix && { fix }),
  };
};

const ofOne = ({ what, place, reason }: Missing): readonly Finding[] =>
  reason.findings.map(({ message, fix }) => ({
    ...place,
    rule: 'fetch',
    severity: 'error',
    message: `${what} cannot be fetched: ${message}`,
    ...(fix && { fix }),
  }));

/** Says how to log in to a Helm repository, and which Secret of the cluster has the credentials. */
const withLogin = (reason: Failure, { secret, source, from }: Needed['request']): Failure => {
  if (!(reason instanceof RegistryFailure)) return reason;
  if (!['unauthorized', 'forbidden'].includes(reason.problem.kind)) return reason;
  const [{ message, fix } = { message: '', fix: '' }] = reason.findings;
  const login =
    from === 'index' ? `run helm repo add NAME ${source} --username NAME, or ${fix}` : fix;
  const hint = secret === undefined ? login : `${login}; the cluster has them in Secret ${secret}`;
  return new Failure(
    reason.exitCode,
    [{ rule: 'fetch', severity: 'error', message, ...(hint && { fix: hint }) }],
    { cause: reason },
  );
};
