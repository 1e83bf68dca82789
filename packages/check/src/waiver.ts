import { type Finding, printObjectId } from '@helm-charts/types';

/** An exception from one rule for one object. */
export interface Waiver {
  /** The id of the rule. */
  readonly rule: string;
  /** The object as findings name it: `StatefulSet shop/redis`. */
  readonly object: string;
  readonly reason: string;
  /**
   * The last day on which the waiver applies, for instance `2027-06-30`. Without it the waiver never expires.
   */
  readonly until?: string;
}

/**
 * Removes the findings that waivers name. A waiver that names no finding is itself a finding, and so is one
 * that expired before today. `today` returns the date, for instance `2027-07-01`; it is called only if a waiver
 * expires.
 * @example
 * waive(findings, [{ rule: 'replicas', object: 'Deployment shop/web', reason: 'Two nodes soon.' }], () => '2027-06-30');
 */
export const waive = (
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: () => string,
): readonly Finding[] => {
  const names = ({ rule, object }: Waiver, finding: Finding): boolean =>
    finding.rule === rule &&
    finding.object !== undefined &&
    printObjectId(finding.object) === object;
  const isExpired = ({ until }: Waiver): boolean => until !== undefined && until < today();
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
          'the rule has no finding for this object, so the waiver would hide a later one';
        return [
          {
            ...place,
            rule: 'waiver-unused',
            message,
            fix: 'remove it, or correct its rule and object',
          },
        ];
      }
      if (!isExpired(waiver)) return [];
      const message = `it expired on ${waiver.until} (${waiver.reason})`;
      return [
        {
          ...place,
          rule: 'waiver-expired',
          message,
          fix: 'fix the object, or set until to a later date',
        },
      ];
    }),
  ];
};
