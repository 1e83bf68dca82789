import { type Finding, printObjectId } from '@helm-charts/types';

/** That one rule is not applied to one object. */
export interface Waiver {
  /** The id of the rule. */
  readonly rule: string;
  /** As findings name it: `StatefulSet shop/redis`. */
  readonly object: string;
  readonly reason: string;
  /** The last day on which the waiver applies, as `2027-06-30`. Without it the waiver never expires. */
  readonly until?: string;
}

/**
 * Takes out the findings that waivers name. A waiver that names no finding is a finding itself, and so is one whose last
 * day is before `today` (`2027-07-01`).
 */
export const waive = (
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: string,
): readonly Finding[] => {
  const names = ({ rule, object }: Waiver, finding: Finding): boolean =>
    finding.rule === rule &&
    finding.object !== undefined &&
    printObjectId(finding.object) === object;
  const isExpired = ({ until }: Waiver): boolean => until !== undefined && until < today;
  const valid = waivers.filter((waiver) => !isExpired(waiver));
  return [
    ...findings.filter((finding) => !valid.some((waiver) => names(waiver, finding))),
    ...waivers.flatMap((waiver): readonly Finding[] => {
      const place = {
        severity: 'error',
        input: `waiver for ${waiver.rule}, ${waiver.object}`,
      } as const;
      if (!findings.some((finding) => names(waiver, finding))) {
        const message =
          'the rule finds nothing at this object, so the waiver hides what comes later';
        return [
          { ...place, rule: 'waiver-unused', message, fix: 'remove it, or correct its names' },
        ];
      }
      if (!isExpired(waiver)) return [];
      const message = `it held until ${waiver.until} (${waiver.reason})`;
      return [
        { ...place, rule: 'waiver-expired', message, fix: 'fix the object, or give a later date' },
      ];
    }),
  ];
};
