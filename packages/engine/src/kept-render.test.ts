import { parseManifests } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { keptRender, renderOf } from './kept-render.ts';

const text = `---
# Source: web/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
---
# Source: web/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: a }

---
apiVersion: v1
kind: ConfigMapList
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: b }
`;

const { documents, findings } = parseManifests(text, 'web');
const rendered = { value: { text, documents, varying: [] }, findings };

test('a rendered release comes back from its cached form', () => {
  const kept: ReturnType<typeof keptRender> = JSON.parse(JSON.stringify(keptRender(rendered)));
  expect(renderOf(kept)).toEqual(rendered);
});

test('the cached form has the text of a document once', () => {
  const places = keptRender(rendered).value?.documents.map(({ text }) => text);
  expect(places).toEqual([[3, 87], [91, 175], expect.stringContaining('name: b')]);
});

test('a release that was refused has no value', () => {
  const refused = { findings };
  expect(renderOf(keptRender(refused))).toEqual(refused);
});
