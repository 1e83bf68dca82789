import { isDigest, isIndex, parseManifest, referrersTag } from '@helm-charts/oci';
import type { Finding } from '@helm-charts/types';
import type { Released } from '../lock/lock.ts';
import { isAbout, payloadType, signatureAnnotation } from '../sign/payload.ts';
import type { Trust } from '../sign/trust.ts';
import type { Bundle } from './open.ts';
import { problem } from './problem.ts';

/** Every chart and the profile of a bundle must have a signature that is trusted. */
export const signatureProblems = async (
  bundle: Bundle,
  trust: Trust,
): Promise<readonly Finding[]> => {
  const { charts, profiles } = bundle.lock;
  const found = await Promise.all([
    ...charts.map((one) => problemsOf(bundle, `charts/${one.name}`, one, trust)),
    ...profiles.map((one) => problemsOf(bundle, one.name, one, trust)),
  ]);
  return found.flat();
};

const problemsOf = async (
  { parts, read }: Bundle,
  path: string,
  { version, digest }: Released,
  trust: Trust,
): Promise<readonly Finding[]> => {
  const name = `${path}:${version}`;
  if (!isDigest(digest)) return [];
  const attached = parts.find((part) => part.name === `${path}:${referrersTag(digest)}.sig`);
  if (attached === undefined) {
    const fix = 'make the bundle with --registry and the registry that has its signature';
    return [problem(name, 'the bundle has no signature of it', fix)];
  }
  const content = parseManifest(`${await read(attached.manifest.digest)}`);
  const layers = content === undefined || isIndex(content) ? [] : content.layers;
  for (const { mediaType, digest: payload, annotations = {} } of layers) {
    const signature = annotations[signatureAnnotation];
    if (mediaType !== payloadType || signature === undefined) continue;
    const bytes = await read(payload);
    const signed = { signature: Buffer.from(signature, 'base64'), annotations };
    if (isAbout(bytes, digest) && trust({ kind: 'payload', bytes }, signed)) return [];
  }
  const message = 'none of its signatures in the bundle is one of the key';
  const fix = 'do not load it, unless it was signed with another key: then name that one';
  return [problem(name, message, fix)];
};
