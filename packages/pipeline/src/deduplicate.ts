import type { Finding } from '@helm-charts/types';

/** Removes duplicate findings, since scenarios share most manifests and variants of a profile share most releases. */
export const deduplicate = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
