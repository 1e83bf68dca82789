import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { versionInSelector } from './version-in-selector.ts';

test('reports a Service', () => {
  const service = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web, helm.sh/chart: web-1.0.0 } }
`;
  expect(tryRule(versionInSelector, service).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Service web: spec.selector["helm.sh/chart"]: the label changes with each version, and the selector must stay the same; remove the label from the selector. [version-in-selector]",
    ]
  `);
});
