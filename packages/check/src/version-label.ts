/** The labels whose values change with the version of the chart or of the application. */
const versionLabels: readonly string[] = [
  'helm.sh/chart',
  'app.kubernetes.io/version',
  'version',
  'chart',
];

/** Returns the labels of these that an object has. */
export const versionLabelsOf = (labels: Readonly<Record<string, unknown>>): readonly string[] =>
  versionLabels.filter((label) => Object.hasOwn(labels, label));
