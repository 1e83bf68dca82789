import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import type { ReleaseToRender } from '../engine.ts';

/** A template that runs for hours in little memory. */
export const loop = '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}';

/** A template with one object. */
export const good = 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: good}\n';

/** A release for each template, of charts in a workspace that is removed after the test. */
export const releasesOf = async (
  templates: Readonly<Record<string, string>>,
): Promise<{
  readonly workspaceRoot: string;
  readonly releases: readonly ReleaseToRender[];
}> => {
  const files = Object.entries(templates).flatMap(([name, template]) => [
    [`charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`],
    [`charts/${name}/values.yaml`, `text: '{{ tpl .Values.text . }}'\n`],
    [`charts/${name}/templates/x.yaml`, template],
  ]);
  const workspaceRoot = await workspace(Object.fromEntries(files));
  const releases = Object.keys(templates).map((name) => ({
    name,
    namespace: 'shop',
    chart: join(workspaceRoot, 'charts', name),
    values: {},
  }));
  return { workspaceRoot, releases };
};
