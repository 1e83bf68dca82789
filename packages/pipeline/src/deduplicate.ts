import type { Finding } from '@helm-charts/types';

/** Removes duplicate findings, since scenarios share most manifests and variants of a profile share most releases. */
export const deduplicate = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [keyOf(finding), finding])).values(),
];

/** The same for findings whose fields are in another order. */
const keyOf = (finding: Finding): string =>
  JSON.stringify(Object.entries(finding).toSorted(([a], [b]) => (a < b ? -1 : 1)));
