import {
  appliance,
  type Checks,
  flux,
  kubernetes,
  type RuleSet,
  singleNode,
  withoutAdvice,
} from '@helm-charts/check';

/** The rule sets that can be named where no configuration makes them, with their default options. */
const known: Readonly<Record<string, () => RuleSet>> = {
  kubernetes,
  flux,
  'single-node': singleNode,
  appliance,
};

/** Their names. */
export const ruleSetNames: readonly string[] = Object.keys(known);

/** Replaces rule sets by those that are asked for. A set that is configured keeps its options. */
export const withRules = (checks: Checks, asked: readonly string[] | undefined): Checks => {
  if (asked === undefined) return checks;
  const named = (name: string) => checks.ruleSets.find((one) => one.name === name);
  return { ...checks, ruleSets: asked.flatMap((name) => named(name) ?? known[name]?.() ?? []) };
};

/**
 * The rules for a tree or chart of others: those that are asked for, by an option or by the configuration of the repository, else
 * `kubernetes` and `flux` without their advice.
 */
export const checksOfOthers = (
  asked: readonly string[] | undefined,
  configured: Checks | undefined,
): Checks => {
  const usual: Checks = { ruleSets: withoutAdvice([kubernetes(), flux()]) };
  if (asked !== undefined) return withRules(configured ?? { ruleSets: [] }, asked);
  return configured ?? usual;
};
