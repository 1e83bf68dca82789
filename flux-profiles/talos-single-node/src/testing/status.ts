import { printPlace } from '@helm-charts/types';
import { expect, vi } from 'vitest';
import type { Outcome, Site } from './site.ts';

/**
 * What `status` says, a line for each thing as people read it: `HelmRelease alga-system/temporal  ready  why`. What differs from cluster to
 * cluster is left out: names that Kubernetes makes up, digests, addresses. Throws an Error where the exit code or the findings say otherwise.
 */
export const statusOf = async ({ appliance }: Site): Promise<readonly string[]> => {
  const { exitCode, status, findings } = await appliance('status');
  if (status.length === 0)
    return findings.map((finding) => `${finding.rule}  ${stable(printPlace(finding))}`);
  const open = status.filter(({ state }) => state !== 'ready').map(({ what }) => what);
  const said = findings.map(printPlace);
  if (exitCode !== (open.length === 0 ? 0 : 1) || `${said}` !== `${open}`) {
    throw new Error(`exit code ${exitCode} with ${said}, where ${open} are not ready`);
  }
  return (
    status
      // Nothing listens at the address of a cluster without machines.
      .filter(({ layer }) => layer !== 'address')
      .map(({ what, state, message }) => stable(`${what}  ${state}  ${message}`).trimEnd())
      .toSorted()
  );
};

/** What `status` says as soon as each of the patterns has its line, and a second later it says the same. */
export const steadyStatusOf = async (
  site: Site,
  patterns: readonly RegExp[],
): Promise<readonly string[]> => {
  let last: readonly string[] = [];
  const expected = expect.arrayContaining(patterns.map((one) => expect.stringMatching(one)));
  await vi.waitFor(
    async () => {
      const before = last;
      last = await statusOf(site);
      expect(last).toEqual(expected);
      expect(last).toEqual(before);
    },
    { ...patient, interval: 1_000 },
  );
  return last;
};

/** A machine may be busy with other things. */
export const patient = { timeout: 180_000, interval: 250 };

/** What a command found, a line each, as stable as what `status` says. */
export const found = ({ findings }: Outcome): string =>
  findings
    .map((finding) => {
      const { rule, message, fix } = finding;
      const sentence = fix === undefined ? message : `${message}; ${fix}`;
      return `${rule}  ${stable(`${printPlace(finding)}  ${sentence}`)}`;
    })
    .join('\n');

/** What there is no more, and the lines that are new or say something else. */
export const difference = (before: readonly string[], after: readonly string[]): string => {
  const left = new Set(after.map(subjectOf));
  return [
    ...before
      .map(subjectOf)
      .filter((what) => !left.has(what))
      .map((what) => `- ${what}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
};

/** `HelmRelease alga-system/temporal`. */
const subjectOf = (line: string): string => line.split('  ')[0] ?? '';

const stable = (line: string): string =>
  line
    .replace(/^(Pod \S+?)(-[0-9a-f]{8,10})?-[0-9a-z]{5}(?= )/, '$1')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\b(sha1|sha256):[0-9a-f]+/g, '$1:DIGEST')
    .replace(/-(bootstrap|namespace|schema)-[0-9a-f]{10}\b/g, '-$1-HASH')
    .replace(/\+[0-9a-f]{12}\b/g, '+DIGEST');
