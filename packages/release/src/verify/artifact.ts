import { gunzipSync } from 'node:zlib';
import {
  type Client,
  getManifest,
  type ImageManifest,
  isIndex,
  type Manifest,
  type Repository,
} from '@helm-charts/oci';
import type { Finding } from '@helm-charts/types';
import { sha256 } from '../archive/archive.ts';
import { findAttestations } from '../attest/attestation.ts';
import { revisionOf } from '../push/image.ts';
import { releaseType } from '../push/release-image.ts';
import { attachedTo, findAttached, type Kind } from '../sign/attachment.ts';
import { readBlob } from '../sign/blob.ts';
import { findSignature } from '../sign/signature.ts';
import type { Trust } from '../sign/trust.ts';
import { type Expected, problem } from './expected.ts';
import { merged, type Outcome, outcomeOf } from './outcome.ts';
import { statementProblems } from './statements.ts';

/** Verifies all of an artifact: its digest, blobs, signature, SBOM and provenance, and that it is what the lock says. */
export const verifyArtifact = async (
  client: Client,
  expected: Expected,
  trust: Trust,
): Promise<Outcome> => {
  const { reference } = expected;
  let manifest: Manifest | undefined;
  const found = await outcomeOf(async () => {
    manifest = await getManifest(client, reference);
    return digestProblems(expected, manifest);
  });
  if (manifest === undefined) return found;
  const { content, digest, bytes } = manifest;
  if (isIndex(content)) return refused(expected, 'it is an index of images, no chart or profile');
  return merged([
    found,
    await outcomeOf(() => contentProblems(client, expected, content)),
    await outcomeOf(() => signatureProblems(client, expected, digest, trust)),
    await outcomeOf(() => attachedProblems(client, reference, digest, 'sig')),
    ...(content.artifactType === releaseType
      ? []
      : [
          await outcomeOf(async () => {
            const found = await findAttestations(client, reference, digest, trust);
            return statementProblems(expected, digest, commitOf(expected, bytes), found);
          }),
          await outcomeOf(() => attachedProblems(client, reference, digest, 'att')),
        ]),
  ]);
};

/** The commit of the lock; without a lock, that of the manifest. */
const commitOf = ({ released }: Expected, manifest: Uint8Array): string | undefined =>
  released === undefined ? revisionOf(manifest) : released.commit;

const refused = (expected: Expected, message: string): Outcome => ({
  findings: [problem(expected, message, 'correct the reference')],
  exitCode: 1,
});

const digestProblems = (expected: Expected, { digest, bytes }: Manifest): readonly Finding[] => {
  const { released, reference } = expected;
  if (released === undefined) return [];
  const [commit, lockCommit] = [revisionOf(bytes) ?? 'none', released.commit ?? 'none'];
  return [
    ...(released.digest === digest
      ? []
      : [`the tag ${reference.tag} has the digest ${digest}, and the lock has ${released.digest}`]),
    ...(commit === lockCommit
      ? []
      : [`it is of the commit ${commit}, and the lock has ${lockCommit}`]),
  ].map((message) => problem(expected, message, replaced));
};

/** Reads all blobs, whose digests the client checks, and compares the archive with the lock. */
const contentProblems = async (
  client: Client,
  expected: Expected,
  manifest: ImageManifest,
): Promise<readonly Finding[]> => {
  const [layer] = await readBlobs(client, expected.reference, manifest);
  const { released } = expected;
  if (released === undefined) return [];
  const content = layer === undefined ? 'none' : contentOf(layer);
  if (content === released.content) return [];
  const message = `its content has the digest ${content}, and the lock has ${released.content}`;
  return [problem(expected, message, replaced)];
};

/** The layers of a manifest. */
const readBlobs = async (
  client: Client,
  repository: Repository,
  { config, layers }: ImageManifest,
): Promise<readonly Buffer[]> => {
  await readBlob(client, repository, config);
  const read: Buffer[] = [];
  for (const layer of layers) read.push(await readBlob(client, repository, layer));
  return read;
};

const contentOf = (layer: Buffer): string => {
  try {
    return sha256(gunzipSync(layer, { maxOutputLength: 256 * 2 ** 20 }));
  } catch {
    return 'none';
  }
};

const signatureProblems = async (
  client: Client,
  expected: Expected,
  digest: Manifest['digest'],
  trust: Trust,
): Promise<readonly Finding[]> => {
  const { layers, isSigned } = await findSignature(client, expected.reference, digest, trust);
  if (isSigned) return [];
  return layers.length === 0
    ? [problem(expected, 'it has no signature', 'run "helm-charts push" with --sign-key')]
    : [
        problem(
          expected,
          'none of its signatures is one of the key',
          'name the key that it was signed with; if it was this one, someone else has changed the artifact or its signature',
        ),
      ];
};

/** All blobs of what is attached must have their digests, also those that no other check reads. */
const attachedProblems = async (
  client: Client,
  repository: Repository,
  digest: Manifest['digest'],
  kind: Kind,
): Promise<readonly Finding[]> => {
  const attached = await findAttached(client, attachedTo(repository, digest, kind));
  if (attached !== undefined) await readBlobs(client, repository, attached);
  return [];
};

const replaced = 'do not install it; find out who replaced it in the registry, or changed the lock';
