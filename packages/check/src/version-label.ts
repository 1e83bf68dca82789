/** Labels whose value changes with the version of the chart or of the application. */
const versionLabels: readonly string[] = [
  'helm.sh/chart',
  'app.kubernetes.io/version',
  'version',
  'chart',
];

/** Those of them that are among some labels. */
export const versionLabelsOf = (labels: Readonly<Record<string, unknown>>): readonly string[] =>
  versionLabels.filter((label) => Object.hasOwn(labels, label));
