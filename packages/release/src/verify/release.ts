import {
  type Client,
  getManifest,
  isIndex,
  printReference,
  type Repository,
} from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import { parseLock, type ReleaseLock } from '../lock/lock.ts';
import { readBlob } from '../sign/blob.ts';
import type { Trust } from '../sign/trust.ts';
import { verifyArtifact } from './artifact.ts';

/**
 * The lock in a release of the registry.
 * @throws {Failure} If the signature of the release is not trusted.
 */
export const lockOfRelease = async (
  client: Client,
  { host, repository }: Repository,
  release: string,
  trust: Trust,
): Promise<ReleaseLock> => {
  const reference = { host, repository: `${repository}/releases`, tag: release };
  const { findings, exitCode } = await verifyArtifact(client, { reference }, trust);
  if (exitCode !== 0) throw new Failure(exitCode, findings);
  const { content } = await getManifest(client, reference);
  const [layer] = isIndex(content) ? [] : content.layers;
  const text = layer === undefined ? '' : await readBlob(client, reference, layer);
  const lock = parseLock(text.toString('utf8'), { input: printReference(reference) });
  if (lock.value === undefined) throw new Failure(1, lock.findings);
  return lock.value;
};
