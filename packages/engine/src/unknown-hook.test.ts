import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

const object = (name: string, hooks: string): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, annotations: { helm.sh/hook: "${hooks}" } }\n`;

/** The objects that Helm renders, and the findings. */
const rendered = async (name: EngineName) => {
  const hooks = ['Pre-Install, post-upgrade', 'test-success', 'pre-instal', 'crd-install', 'test,'];
  const text = hooks.map((one, index) => object(`hook-${index}`, one)).join('');
  const workspaceRoot = await workspace({ ...tinyChart, 'charts/tiny/templates/hooks.yaml': text });
  const engine = openEngine({ workspaceRoot, engine: name });
  const chart = join(workspaceRoot, 'charts/tiny');
  const [one] = await engine.render([{ name: 'one', namespace: 'msp', chart, values: {} }]);
  return {
    objects: one?.value?.documents.map(({ manifest }) => manifest.metadata.name),
    findings: one?.findings.map(printFinding).join('\n'),
  };
};

test('an object with a hook that Helm does not know is named', async () => {
  const { objects, findings } = await rendered('native');
  expect(objects).toEqual(['one', 'hook-0', 'hook-1']);
  expect(findings).toMatchInlineSnapshot(`
    "error charts/tiny/templates/hooks.yaml: release msp/one: ConfigMap hook-2: metadata.annotations["helm.sh/hook"]: Helm has no hook "pre-instal", so it does not install the object; did you mean pre-install? [hook]
    warning charts/tiny/templates/hooks.yaml: release msp/one: ConfigMap hook-3: metadata.annotations["helm.sh/hook"]: Helm has no hook "crd-install", so it does not install the object; move the CustomResourceDefinition to crds/ of the chart. [hook]
    warning charts/tiny/templates/hooks.yaml: release msp/one: ConfigMap hook-4: metadata.annotations["helm.sh/hook"]: Helm has no hook "", so it does not install the object; remove the comma, or the empty annotation helm.sh/hook. [hook]"
  `);
});

test('the program helm tells the hook only', async () => {
  const { objects, findings } = await rendered('helm');
  expect(objects).toEqual(['one', 'hook-0', 'hook-1']);
  expect(findings).toMatchInlineSnapshot(`
    "error release msp/one: Helm has no hook "pre-instal", so it does not install the object; did you mean pre-install? [hook]
    warning release msp/one: Helm has no hook "crd-install", so it does not install the object; move the CustomResourceDefinition to crds/ of the chart. [hook]
    warning release msp/one: Helm has no hook "", so it does not install the object; remove the comma, or the empty annotation helm.sh/hook. [hook]"
  `);
});
