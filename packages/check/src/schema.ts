import { type Finding, fieldPath, type Manifest, manifestId } from '@helm-charts/types';
import type { Validator, Verdict } from 'kubeconform-wasm';

/** A manifest, the YAML that it was read from, and the template that made it. */
export interface CheckedDocument {
  readonly manifest: Manifest;
  readonly text: string;
  readonly source: string;
}

/**
 * Validates manifests against the schemas of their kinds. A kind without a schema is a finding,
 * since nothing is known of it. A finding names the object, the place within it, and the template.
 */
export const validateManifests = async (
  documents: readonly CheckedDocument[],
  validator: Validator,
): Promise<Finding[]> => {
  const verdicts = await Promise.all(documents.map(({ text }) => validator.validate(text)));
  return documents.flatMap((document, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : findingsOf(document, verdict);
  });
};

const findingsOf = ({ manifest, source }: CheckedDocument, verdict: Verdict): Finding[] => {
  const finding = (rule: string, place: string, message: string): Finding => ({
    rule,
    severity: 'error',
    where: `${manifestId(manifest)}${place}`,
    message: `${message.replace(/\.$/, '')} (${source}).`,
  });
  switch (verdict.status) {
    case 'valid':
      return [];
    case 'invalid':
      return verdict.errors.map(({ path, message }) =>
        finding('schema', path === '' ? '' : `: ${pathOf(path)}`, message),
      );
    case 'unknown-kind': {
      const { apiVersion, kind } = verdict;
      const message = `no schema knows ${kind} of ${apiVersion}, so nothing of it was checked; correct it, or add the schema to schemas/`;
      return [finding('unknown-kind', '', message)];
    }
    case 'malformed':
      return [finding('schema', '', verdict.message)];
    case 'empty':
      return [finding('schema', '', 'there is nothing in this document')];
  }
};

/** A JSON Pointer (RFC 6901) as people write it. */
const pathOf = (pointer: string): string =>
  fieldPath(
    pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
