import { alga } from '@helm-charts/alga/rules';
import {
  appliance,
  flux,
  kubernetes,
  type Rule,
  type RuleSet,
  ruleExamples,
  singleNode,
} from '@helm-charts/check';
import { documentPages, type Page } from './pages.ts';

/** The rule sets that have pages. */
export const ruleSets: readonly RuleSet[] = [
  kubernetes(),
  flux(),
  singleNode(),
  appliance(),
  alga(),
];

/** A page for each rule, made from its data. */
export const rulePages = (): readonly Page[] =>
  ruleSets.flatMap(({ rules }) =>
    rules.map((rule) => ({ path: `docs/rules/${rule.set}/${rule.id}.md`, text: textOf(rule) })),
  );

const textOf = (rule: Rule): string =>
  [
    `# ${rule.id}`,
    `**${rule.title}**`,
    rule.why,
    [
      `- Rule set: [${rule.set}](/docs/rules/${rule.set})`,
      `- Severity: ${rule.severity}`,
      `- Scope: ${rule.scope}`,
      `- Source: ${rule.source}`,
    ].join('\n'),
    `${ruleExamples(rule)}\n`,
  ].join('\n\n');

/** The documents of the repository. The page of a rule set is only its list, since each rule has a page of its own. */
export const documents = (): readonly Page[] =>
  documentPages().map(({ path, text }) => ({
    path,
    text: path.startsWith('docs/rules/') ? text.replace(/\n## [\s\S]*$/, '') : text,
  }));
