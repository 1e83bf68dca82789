import { join } from 'node:path';
import { type Client, openClient, parseReference, printReference } from '@helm-charts/oci';
import { count, type Report, refused, reportOf } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import { clientOptions } from '../connection.ts';
import { lockName } from '../lock/lock.ts';
import { inParallel } from '../push/parallel.ts';
import type { Trust } from '../sign/trust.ts';
import { verifyArtifact } from './artifact.ts';
import { type Expected, expectedIn, expectedOf } from './expected.ts';
import { folderOf, lockIn, trustOf, type VerifyOptions, wrong } from './options.ts';
import { merged } from './outcome.ts';
import { lockOfRelease } from './release.ts';

/**
 * Verifies artifacts of a registry: digests, content and signatures, against a lock if no references are named. Everything that does not hold is
 * reported at once.
 */
export const verify = (
  workspace: string,
  references: readonly string[],
  options: VerifyOptions,
): Promise<Report> =>
  reportOf('verify', async () => {
    const trust = await trustOf(options);
    await using client = await openClient(clientOptions(options));
    const { value: expected, findings: wrong } = await listOf(
      client,
      workspace,
      references,
      options,
      trust,
    );
    if (expected === undefined) return refused('verify', wrong);
    const outcomes = await inParallel(client, expected, (one) =>
      verifyArtifact(client, one, trust),
    );
    const { findings, exitCode } = merged(outcomes);
    const verified = expected.filter((_, at) => outcomes[at]?.exitCode === 0);
    return {
      summary: `verify: ${verified.length} of ${count(expected.length, 'artifact')} verified`,
      details: verified.map(
        ({ reference, released }) =>
          `verified  ${printReference(reference)}${released ? ` ${released.digest}` : ''}`,
      ),
      findings,
      exitCode,
    };
  });

const listOf = async (
  client: Client,
  workspace: string,
  references: readonly string[],
  { registry, lock, release }: VerifyOptions,
  trust: Trust,
): Promise<Checked<readonly Expected[]>> => {
  const sources = [references[0], lock, release].filter((one) => one !== undefined);
  if (sources.length > 1) {
    const message = 'references, --lock and --release do not go together';
    return { findings: [wrong(sources[1] ?? '', message, 'name one of them')] };
  }
  if (references.length > 0) return expectedIn(references);
  const folder = folderOf(registry);
  if (folder.value === undefined) return { findings: folder.findings };
  if (release !== undefined) {
    const name = parseReference(`${registry}/releases:${release}`);
    if (name.value === undefined) return { findings: name.findings };
    const found = await lockOfRelease(client, folder.value, release, trust);
    return expectedOf(found, folder.value);
  }
  const found = await lockIn(lock ?? join(workspace, lockName));
  if (found.value === undefined) return { findings: found.findings };
  return expectedOf(found.value, folder.value);
};
