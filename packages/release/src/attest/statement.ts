import type { Digest, Repository } from '@helm-charts/oci';

/** What is said of an artifact. */
export interface Predicate {
  readonly type: string;
  readonly content: object;
}

/** A predicate about the manifest of an artifact (in-toto Attestation Framework, statement v1). */
export interface Statement {
  readonly _type: string;
  readonly subject: readonly {
    readonly name: string;
    readonly digest: Readonly<Record<string, string>>;
  }[];
  readonly predicateType: string;
  readonly predicate: object;
}

export const predicateTypes = {
  /** A CycloneDX BOM. */
  sbom: 'https://cyclonedx.org/bom',
  /** SLSA provenance. */
  provenance: 'https://slsa.dev/provenance/v1',
} as const;

export const statementOf = (
  { host, repository }: Repository,
  digest: Digest,
  { type, content }: Predicate,
): Statement => ({
  _type: statementType,
  subject: [{ name: `${host}/${repository}`, digest: { sha256: hexOf(digest) } }],
  predicateType: type,
  predicate: content,
});

/** Whether a statement is about a manifest. The registry in it does not count, since an artifact may be copied to another one. */
export const isAbout = ({ _type, subject }: Statement, digest: Digest): boolean =>
  _type === statementType && subject.some((one) => one.digest.sha256 === hexOf(digest));

/** The hexadecimal digits of a digest. */
export const hexOf = (digest: string): string => digest.slice(digest.indexOf(':') + 1);

const statementType = 'https://in-toto.io/Statement/v1';
