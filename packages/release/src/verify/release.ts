import type { KeyObject } from 'node:crypto';
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
import { verifyArtifact } from './artifact.ts';

/**
 * The lock in a release of the registry.
 * @throws {Failure} If the release is not signed with one of the keys.
 */
export const lockOfRelease = async (
  client: Client,
  { host, repository }: Repository,
  release: string,
  keys: readonly KeyObject[],
): Promise<ReleaseLock> => {
  const reference = { host, repository: `${repository}/releases`, tag: release };
  const { findings, exitCode } = await verifyArtifact(client, { reference }, keys);
  if (exitCode !== 0) throw new Failure(exitCode, findings);
  const { content } = await getManifest(client, reference);
  const [layer] = isIndex(content) ? [] : content.layers;
  const text = layer === undefined ? '' : await readBlob(client, reference, layer);
  const lock = parseLock(text.toString('utf8'), { input: printReference(reference) });
  if (lock.value === undefined) throw new Failure(1, lock.findings);
  return lock.value;
};
