import { buffer } from 'node:stream/consumers';
import { digestOf, found, json } from './answers.ts';
import type { Answer, Asked } from './loopback.ts';

export interface ManifestStore {
  /** By repository and digest. */
  readonly manifests: Map<string, { readonly type: string; readonly body: Buffer }>;
  readonly tags: Map<string, string>;
}

/** In what a registry differs from others. */
export interface RegistryRules {
  /** Refuses to replace a tag. */
  readonly isImmutable?: boolean;
  /** Has the API for referrers. */
  readonly hasReferrers?: boolean;
  /** Tags in one answer. The default is all. */
  readonly pageSize?: number;
}

export const answerManifest = async (
  stored: ManifestStore,
  asked: Asked,
  repository: string,
  reference: string,
  { isImmutable = false, hasReferrers = false }: RegistryRules,
): Promise<Answer> => {
  const { manifests, tags } = stored;
  const name = `${repository}:${reference}`;
  if (asked.method !== 'PUT') {
    const digest = tags.get(name) ?? reference;
    const manifest = manifests.get(`${repository}@${digest}`);
    return found(manifest?.body, manifest?.type ?? '', digest);
  }
  const body = await buffer(asked.body);
  if (isImmutable && tags.has(name))
    return {
      ...json({ errors: [{ code: 'DENIED', message: 'tag is immutable' }] }),
      status: 409,
    };
  const digest = digestOf(body);
  manifests.set(`${repository}@${digest}`, { type: asked.headers['content-type'] ?? '', body });
  if (!reference.startsWith('sha256:')) tags.set(name, digest);
  const location = `/v2/${repository}/manifests/${digest}`;
  const subject = (JSON.parse(body.toString()) as Content).subject?.digest;
  return {
    status: 201,
    headers: {
      location,
      'docker-content-digest': digest,
      ...(hasReferrers && subject !== undefined && { 'oci-subject': subject }),
    },
  };
};

/** The manifests with a subject, as an index. */
export const referrersOf = (
  { manifests }: ManifestStore,
  repository: string,
  subject: string,
): Answer => {
  const referrers = [...manifests]
    .filter(([key]) => key.startsWith(`${repository}@`))
    .map(([, { type, body }]) => ({ type, body, content: JSON.parse(body.toString()) as Content }))
    .filter(({ content }) => content.subject?.digest === subject)
    .map(({ type, body, content: { artifactType } }) => ({
      mediaType: type,
      digest: digestOf(body),
      size: body.length,
      artifactType,
    }));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return json({ schemaVersion: 2, mediaType, manifests: referrers });
};

interface Content {
  readonly subject?: { readonly digest: string };
  readonly artifactType?: string;
}
