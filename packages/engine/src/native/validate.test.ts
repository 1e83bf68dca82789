import { join } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { openEngine } from '../engine.ts';

test('the answers of many requests belong to the documents in their order', async () => {
  const workspaceRoot = await workspace({});
  const texts = Array.from({ length: 600 }, (_, index) => {
    const data = index % 7 === 0 ? 'text' : `{a: "é", b: "${'x'.repeat(index)}"}`;
    return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n-${index}}\ndata: ${data}\n`;
  });
  const { documents } = parseManifests(texts.join('---\n'), 'all');
  expect(documents).toHaveLength(texts.length);
  const engine = openEngine({ workspaceRoot, engine: 'native', cache: join(workspaceRoot, 'c') });
  const findings = await engine.validate(documents, 'all');
  expect(findings.map(({ object }) => object?.name)).toEqual(
    texts.flatMap((_, index) => (index % 7 === 0 ? [`n-${index}`] : [])),
  );
});
