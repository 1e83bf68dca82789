import type { Change } from '../shop.ts';

/** A harmful change of the shop, and the rule that finds it. */
export interface Harm {
  readonly what: string;
  readonly changes: readonly Change[];
  readonly rule: string;
  /** Whether the rule is advice, which a tree of others gets only if it asks for it. */
  readonly isAdvice?: true;
  /** Whether the shop may work all the same, so that it is a warning in a tree of others. */
  readonly isWarning?: true;
}

/** The Deployment of the shop, and the paths of its pod and container. */
export const web = 'Deployment web';
export const pod = 'spec.template.spec';
export const container: string = `${pod}.containers.0`;
/** The path of the pod of the CronJob. */
export const job = 'spec.jobTemplate.spec.template.spec';

export const harm = (rule: string, what: string, ...changes: readonly Change[]): Harm => ({
  what,
  changes,
  rule,
});

export const advice = (rule: string, what: string, ...changes: readonly Change[]): Harm => ({
  ...harm(rule, what, ...changes),
  isAdvice: true,
});

export const warning = (rule: string, what: string, ...changes: readonly Change[]): Harm => ({
  ...harm(rule, what, ...changes),
  isWarning: true,
});
