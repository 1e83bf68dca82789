import { parseReference, type Repository } from '@helm-charts/oci';
import type { Checked } from '@helm-charts/types';

/** A host and a folder, in which tags come from versions. */
export const registryAt = (text: string): Checked<Repository> => {
  const { value, findings } = parseReference(text);
  if (value === undefined) return { findings };
  const { host, repository, tag, digest } = value;
  if (tag === undefined && digest === undefined) return { value: { host, repository }, findings };
  const message = 'it has a tag or a digest, and those come from the versions';
  const fix = 'name the registry and a folder: oci://registry.example.com/site';
  return { findings: [{ rule: 'push', severity: 'error', input: text, message, fix }] };
};
