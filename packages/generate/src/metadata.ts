import type { Chart, Finding } from '@helm-charts/types';
import semver from 'semver';

/** Checks the fields of Chart.yaml. Findings name `src/chart.ts`. */
export const metadataProblems = (chart: Chart): readonly Finding[] => {
  const { home, icon, sources = [], maintainers = [], keywords = [], kubeVersion, version } = chart;
  return [
    ...(semver.valid(version) === version.replace(/\+.*/, '')
      ? []
      : [
          problem(
            'version',
            `"${version}" is not a SemVer version, so registries and Flux cannot sort the chart's versions`,
            "write three numbers, for instance '1.0.0'",
          ),
        ]),
    ...(chart.description.trim() === ''
      ? [
          problem(
            'description',
            'is empty, but users need it to find a chart',
            'write one sentence',
          ),
        ]
      : []),
    ...address('home', home),
    ...address('icon', icon),
    ...sources.flatMap((source, at) => address(`sources[${at}]`, source)),
    ...maintainers.flatMap((maintainer, at) =>
      maintainerProblems(`maintainers[${at}]`, maintainer),
    ),
    ...keywords.flatMap((keyword, at) =>
      keyword.trim() === ''
        ? [problem(`keywords[${at}]`, 'is empty', 'remove it, or write a word')]
        : [],
    ),
    ...(kubeVersion === undefined || isRange(kubeVersion)
      ? []
      : [
          problem(
            'kubeVersion',
            `"${kubeVersion}" is not a SemVer range, so Helm cannot compare it with the Kubernetes version`,
            "write for instance '>=1.34.0-0'",
          ),
        ]),
  ];
};

const maintainerProblems = (
  field: string,
  { name, email, url }: NonNullable<Chart['maintainers']>[number],
): readonly Finding[] => [
  ...(name.trim() === ''
    ? [problem(`${field}.name`, 'is empty, and Helm requires it', 'write the name')]
    : []),
  // As helm lint checks it: a name, an @ and a domain (helm pkg/chart/v2/lint/rules/chartfile.go).
  ...(email === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
    ? []
    : [
        problem(
          `${field}.email`,
          `"${email}" is not an e-mail address, so helm lint rejects it`,
          "write for instance 'ops@example.com'",
        ),
      ]),
  ...address(`${field}.url`, url),
];

const address = (field: string, text: string | undefined): readonly Finding[] =>
  text === undefined || isAddress(text)
    ? []
    : [
        problem(
          field,
          `"${text}" is not a web URL, so users cannot open it`,
          "write a complete URL, for instance 'https://example.com/chart'",
        ),
      ];

const isAddress = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

/** Helm separates comparisons with commas, too (Masterminds/semver constraints.go). */
const isRange = (range: string): boolean =>
  range.trim() !== '' && semver.validRange(range.replaceAll(',', ' ')) !== null;

const problem = (field: string, message: string, fix: string): Finding => ({
  rule: 'chart-metadata',
  severity: 'error',
  position: { file: 'src/chart.ts' },
  message: `${field} ${message}`,
  fix,
});
