import type { Finding } from '@helm-charts/types';

/** Findings, each once: scenarios share most of their manifests, and variants of a profile most of their releases. */
export const deduplicate = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
