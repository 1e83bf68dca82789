import { Failure, type Finding, printFinding } from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import type { Session } from '../session.ts';
import { checkFlux } from './flux.ts';
import { checkNamespaces } from './namespaces.ts';
import { checkNodes } from './nodes.ts';
import { checkPermissions } from './permissions.ts';
import { checkStorage } from './storage.ts';
import { checkVersion } from './version.ts';

/** What a command needs of a cluster beside its answer. */
export interface Needs {
  readonly permissions: readonly Permission[];
  /** Flux has to be there; without it, because the command brings it, nothing is said. */
  readonly flux: boolean;
}

/**
 * Looks at everything that a command needs before it writes anything. The rule of each finding is the layer that must be fixed:
 * reachability, version, permissions, nodes, storage, namespaces, flux. Throws one Failure with all of them: 4 where the cluster
 * refuses, 3 where something is missing.
 */
export const preflight = async (session: Session, { permissions, flux }: Needs): Promise<void> => {
  session.say(`checking ${session.api.server}`);
  // Where nobody answers, or not to us, there is nothing else to check.
  const old = await checkVersion(session);
  const checks = await Promise.all(
    [
      checkPermissions(session, permissions),
      checkNodes(session),
      checkStorage(session),
      checkNamespaces(session),
      flux ? checkFlux(session) : [],
    ].map(collected),
  );
  const failures = checks.flatMap(({ failure }) => failure ?? []);
  const findings = distinct([old, ...checks.map((check) => check.findings)].flat());
  if (findings.length === 0) return;
  const isRefused =
    failures.some(({ exitCode }) => exitCode === 4) ||
    findings.some(({ rule }) => rule === 'permissions' || rule === 'namespaces');
  throw new Failure(isRefused ? 4 : 3, findings);
};

/** What a check finds or fails with. An interruption is no finding. */
const collected = async (check: Promise<readonly Finding[]> | readonly Finding[]) => {
  try {
    return { findings: await check };
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === 130) throw error;
    return { findings: error.findings, failure: error };
  }
};

/** A cluster that goes away is found out by every check. */
const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [printFinding(finding), finding])).values(),
];
