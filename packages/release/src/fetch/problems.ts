import { describe } from '@helm-charts/flux';
import { RegistryFailure } from '@helm-charts/oci';
import { count } from '@helm-charts/pipeline';
import { type ExitCode, Failure, type Finding, groupBy } from '@helm-charts/types';
import type { Needed } from './charts.ts';

/** A chart that can't be had, and why. */
export interface Missing {
  readonly needed: Needed;
  readonly reason: Failure;
}

/** An error while a chart was fetched, as a Failure. Errors of our own are thrown on. */
export const reasonOf = (error: unknown): Failure => {
  // What a registry has may not be a chart, or be larger than Helm allows: neither is wrong input.
  if (error instanceof Failure)
    return error.exitCode === 2 ? new Failure(4, error.findings, { cause: error }) : error;
  if (!(error instanceof Error)) throw error;
  const finding: Finding = { rule: 'fetch', severity: 'error', message: error.message };
  return new Failure(4, [finding], { cause: error });
};

/**
 * The findings about charts that can't be had: one for each host that can't be reached, else one for each chart, at the
 * first field that names it.
 */
export const problemsOf = (missing: readonly Missing[]): readonly Finding[] => {
  const groups = groupBy(missing, (one) => hostOf(one.reason) ?? JSON.stringify(one.needed.request));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const host = hostOf(first.reason);
    return host === undefined ? ofChart(first) : [ofHost(host, first.reason, group)];
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
  const charts = missing.map(({ needed }) => describe(needed.request));
  const shown = charts.slice(0, 3).join(', ');
  const more = charts.length > 3 ? ` and ${count(charts.length - 3, 'other')}` : '';
  return {
    rule: 'fetch',
    severity: 'error',
    input: host,
    message: `${message}, so ${count(charts.length, 'chart')} cannot be fetched: ${shown}${more}`,
    ...(fix && { fix }),
  };
};

const ofChart = ({ needed: { request, wanted }, reason }: Missing): readonly Finding[] => {
  const [first] = wanted;
  const others = wanted.length > 1 ? ` (${count(wanted.length, 'release')} use it)` : '';
  return reason.findings.map(({ message, fix }) => ({
    ...first?.place,
    rule: 'fetch',
    severity: 'error',
    message: `its chart ${describe(request)}${others} cannot be fetched: ${message}`,
    ...(fixOf(fix, request, reason) && { fix: fixOf(fix, request, reason) ?? '' }),
  }));
};

/** The Secret with the credentials is in the cluster. */
const fixOf = (
  fix: string | undefined,
  { secret, source, from }: Needed['request'],
  reason: Failure,
): string | undefined => {
  const isRefused =
    reason instanceof RegistryFailure &&
    ['unauthorized', 'forbidden'].includes(reason.problem.kind);
  if (!isRefused) return fix;
  const login =
    from === 'index' ? `run helm repo add NAME ${source} --username NAME, or ${fix}` : fix;
  return secret === undefined ? login : `${login}; the cluster has it in Secret ${secret}`;
};
