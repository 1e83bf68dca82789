import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { render } from './render.ts';
import { printReport } from './report.ts';

const printed = async (files: Readonly<Record<string, string>>): Promise<string> =>
  printReport(await render({ workspace: await workspace(files), root: 'web' }));

const ci = { 'web/ci/a-values.yaml': 'a: 1\n', 'web/ci/b-values.yaml': 'a: 2\n' };
const chartYaml = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

test('what is wrong with a chart is said once, not for each of its scenarios', async () => {
  const dependencies =
    'dependencies:\n  - { name: db, version: 1.x, repository: "https://example.com" }\n  - { name: queue, version: 1.x, repository: "https://example.com" }\n';
  expect(await printed({ ...ci, 'web/Chart.yaml': chartYaml + dependencies })).toBe(
    "error web/Chart.yaml: Helm can't render the chart, since charts/ does not hold its dependencies db, queue; run: helm dependency build web. [chart]\n" +
      'web: 0 scenarios, 0 manifests, 1 finding; not rendered: 2 scenarios with errors (exit code 2)\n',
  );
});

test('what is wrong with one scenario names it', async () => {
  const text = await printed({
    ...ci,
    'web/Chart.yaml': chartYaml,
    'web/templates/a.yaml': '{{ if eq .Values.a 2.0 }}{{ fail "a is 2" }}{{ end }}\n',
  });
  expect(text).toMatch(/^error web\/templates\/a\.yaml:1: scenario ci-b: .*a is 2/);
  expect(text).toMatch(/^web: 1 scenario, 0 manifests, 1 finding/m);
});

test('a chart is rendered for the APIs of a cluster, which helm template does not all know', async () => {
  const version =
    '{{ .Capabilities.APIVersions.Has "apiregistration.k8s.io/v1" | ternary "v1" "v1beta1" }}';
  const text = await printed({
    'web/Chart.yaml': chartYaml,
    'web/templates/a.yaml': `apiVersion: apiregistration.k8s.io/${version}
kind: APIService
metadata: { name: v1.example.com }
spec: { group: example.com, version: v1, groupPriorityMinimum: 100, versionPriority: 100 }
`,
  });
  expect(text).toBe('web: 1 scenario, 1 manifest, 0 findings\n');
});
