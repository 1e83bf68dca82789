/** One thing that a check found. */
export interface Finding {
  /** The rule's name, for instance `schema`, `drift` or `unused-value`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** `file:line`, a value path (`pool.size`) or an object (`Deployment msp/pgbouncer`). */
  readonly where: string;
  /** One sentence or two: what is wrong and what to do. */
  readonly message: string;
}

/** A finding as one line of text: `error where: message [rule]`. */
export const printFinding = ({ severity, where, message, rule }: Finding): string =>
  `${severity} ${where}: ${message} [${rule}]`;
