import type { Finding } from '@helm-charts/types';

/** Makes everything that was not looked at an error, unless the configuration states it. */
export const strictly = (findings: readonly Finding[]): readonly Finding[] =>
  findings.map((finding) =>
    finding.unseen === undefined || finding.unseen.isDeclared
      ? finding
      : { ...finding, severity: 'error' },
  );

/** Whether a finding is for people, and not only counted. */
export const isShown = ({ severity, unseen }: Finding): boolean =>
  severity !== 'info' || unseen === undefined;
