import { printFinding } from '@helm-charts/types';
import type { Example } from './example.ts';
import type { Rule, RuleSet } from './rule.ts';
import { tryRule } from './try.ts';

/** The page of a rule set, as Markdown: each rule with its examples and the findings of the bad one. */
export const rulePage = ({ name, rules }: RuleSet, introduction: string): string =>
  [
    `# Rules: ${name}`,
    introduction,
    ['| rule | requirement |', '| --- | --- |', ...rules.map(rowOf)].join('\n'),
    ...rules.map(sectionOf),
  ].join('\n\n');

const rowOf = ({ id, title }: Rule): string => `| [\`${id}\`](#${id}) | ${title} |`;

const sectionOf = (rule: Rule): string => {
  const { id, title, why, source, severity, scope, isAdvice } = rule;
  return [
    `## ${id}`,
    `${title} ${why}`,
    `${severity}, scope ${scope}${isAdvice ? ', advice' : ''}. Source: ${source}.`,
    ruleExamples(rule),
  ].join('\n\n');
};

/** The examples of a rule, as Markdown: the bad one, its findings, and the good one. */
export const ruleExamples = (rule: Rule): string => {
  const { bad, good } = rule;
  const says = tryRule(rule, bad).map((finding) => shorten(printFinding(finding)));
  return ['Bad:', ...textsOf(bad), fenced('text', says.join('\n')), 'Good:', ...textsOf(good)].join(
    '\n\n',
  );
};

/** The parts of an example, each as a Markdown block. */
const textsOf = (example: string | Example): readonly string[] => {
  if (typeof example === 'string') return [fenced('yaml', example)];
  const { applied, objects, charts = {}, previous, airGap, ...rest } = example;
  return [
    ...[applied, objects].flatMap((text) => (text === undefined ? [] : [fenced('yaml', text)])),
    ...Object.entries(charts).flatMap(([chart, files]) =>
      Object.entries(files).map(
        ([path, text]) => `\`charts/${chart}/${path}\`:\n\n${fenced('text', text)}`,
      ),
    ),
    ...(airGap === undefined
      ? []
      : [
          `Registry \`${airGap.registry}\`. The online variant:\n\n${fenced('yaml', airGap.online)}`,
        ]),
    ...(previous === undefined ? [] : ['The previous release:', ...textsOf(previous)]),
    ...Object.entries(rest).map(([name, value]) => `${name}: \`${JSON.stringify(value)}\``),
  ];
};

const fenced = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trim().split('\n').map(shorten).join('\n')}\n\`\`\``;

/** Shortens lines of examples that must be long, for instance of object-size. */
const shorten = (line: string): string => (line.length > 300 ? `${line.slice(0, 100)}…` : line);
