import { problem, type Rule } from '../../rule.ts';

export const chartLabelPlus: Rule = {
  id: 'chart-label-plus',
  set: 'flux',
  title: 'The label helm.sh/chart contains no plus sign.',
  why: 'Flux appends `+` and a revision to the version of a chart from Git or OCI, and the API server rejects such a label.',
  source: 'source-controller docs/spec/v1/helmcharts.md, reconcileStrategy Revision',
  severity: 'error',
  scope: 'object',
  bad: deployment('web-1.0.0+0cc9a8446c95'),
  good: deployment('web-1.0.0_0cc9a8446c95'),
  check: ({ objects }) =>
    objects
      .filter(({ manifest }) => manifest.metadata.labels?.[label]?.includes('+'))
      .map((object) =>
        problem(
          object,
          ['metadata', 'labels', label],
          'Flux appends + and a revision to the chart version, and the API server rejects a label with a plus sign',
          'write {{ .Chart.Version | replace "+" "_" }} in the template',
        ),
      ),
};

const label = 'helm.sh/chart';

function deployment(chart: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { helm.sh/chart: ${chart} } }
`;
}
