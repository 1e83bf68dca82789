import type { ChartFiles } from '../../chart-files.ts';
import type { Problem, Rule } from '../../rule.ts';

export const templateRandom: Rule = {
  id: 'template-random',
  set: 'flux',
  title: 'No template calls a function whose result changes at every render.',
  why: 'helm-controller renders the chart at every reconciliation, so the result always differs and helm-controller upgrades the release each time.',
  source: 'Masterminds/sprig functions.go; Helm pkg/engine/funcs.go',
  severity: 'error',
  scope: 'release',
  bad: chart('password: {{ randAlphaNum 32 | quote }}'),
  good: chart('password: {{ .Values.password | quote }}'),
  check: ({ ownCharts }) => ownCharts.flatMap(problemsOf),
};

const problems = new WeakMap<ChartFiles, readonly Problem[]>();

/** The scenarios of a chart have the same files. */
const problemsOf = (chart: ChartFiles): readonly Problem[] => {
  const found = problems.get(chart) ?? problemsIn(chart);
  problems.set(chart, found);
  return found;
};

const problemsIn = ({ path: chart, files }: ChartFiles): readonly Problem[] =>
  Object.entries(files)
    .filter(
      ([path, text]) =>
        path.startsWith('templates/') && random.test(text) && !/\blookup\b/.test(text),
    )
    .flatMap(([path, text]) =>
      calls(text).map(
        ({ name, line }): Problem => ({
          position: { file: `${chart}/${path}`, line },
          message: `${name} has another result at every render, so every reconciliation upgrades the release`,
          fix: 'read the value from .Values or a Secret',
        }),
      ),
    );

const calls = (text: string): readonly { readonly name: string; readonly line: number }[] =>
  [...text.matchAll(/\{\{[^}]*?\}\}/g)].flatMap(({ 0: action, index }) => {
    const name = random.exec(action.replaceAll(/"(\\.|[^"\\])*"|`[^`]*`/g, '""'))?.[1];
    return name === undefined ? [] : [{ name, line: text.slice(0, index).split('\n').length }];
  });

/** Functions of Sprig and Helm whose results are random or depend on the current time. */
const random =
  /(?<![\w.$])(rand\w+|uuidv4|now|ago|genCA\w*|genPrivateKey|genSelfSignedCert\w*|genSignedCert\w*|htpasswd|bcrypt|shuffle|encryptAES)\b/;

function chart(line: string) {
  return { charts: { web: { 'templates/web.yaml': `kind: ConfigMap\n${line}\n` } } };
}
