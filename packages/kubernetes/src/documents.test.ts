import { printPlace } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parseManifests } from './documents.ts';

test('reads each document with its text and template', () => {
  const text = `---
# Source: tiny/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data:
  x: |
    --- in a text
---
# Source: tiny/templates/empty.yaml
---
apiVersion: v1
kind: Service
metadata: {name: a}
`;
  const { documents, findings } = parseManifests(text, 'stream', (path) => `charts/${path}`);
  expect(findings).toEqual([]);
  expect(documents).toMatchInlineSnapshot(`
    [
      {
        "manifest": {
          "apiVersion": "v1",
          "data": {
            "x": "--- in a text
    ",
          },
          "kind": "ConfigMap",
          "metadata": {
            "name": "a",
          },
        },
        "source": "charts/tiny/templates/a.yaml",
        "text": "
    # Source: tiny/templates/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
    data:
      x: |
        --- in a text
    ",
      },
      {
        "manifest": {
          "apiVersion": "v1",
          "kind": "Service",
          "metadata": {
            "name": "a",
          },
        },
        "source": "stream",
        "text": "
    apiVersion: v1
    kind: Service
    metadata: {name: a}
    ",
      },
    ]
  `);
});

test('splits a List into its items', () => {
  const text =
    'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "on"}}]\n';
  expect(parseManifests(text, 'stream').documents.map((document) => document.text)).toEqual([
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "on"\n',
  ]);
});

test('reads the documents after an invalid one, with line numbers of the whole stream', () => {
  const text = `---
# Source: tiny/templates/a.yaml
a: "open
---
# Source: tiny/templates/b.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {x: "1"}
data: {x: "2"}
---
# Source: tiny/templates/c.yaml
apiVersion: v1
metadata: {}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: good}
`;
  const { documents, findings } = parseManifests(text, 'stream');
  // Of two equal keys the last one counts.
  expect(documents.map((document) => document.text)).toEqual([
    '# Source: tiny/templates/b.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "2"\n',
    '\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n',
  ]);
  expect(
    findings.map((finding) => `${printPlace(finding)}: ${finding.message}`),
  ).toMatchInlineSnapshot(`
    [
      "tiny/templates/a.yaml: line 4 of the rendered output: missing closing "quote",
      "tiny/templates/b.yaml: line 10 of the rendered output: the key is defined twice, and only one of the values would be used",
      "tiny/templates/c.yaml: line 11 of the rendered output: the object has no kind, metadata.name, so the API server rejects it",
    ]
  `);
});

test('reports a duplicate id; no namespace means the namespace default', () => {
  const object = (apiVersion: string, namespace: string) =>
    `apiVersion: ${apiVersion}\nkind: Role\nmetadata: {name: a${namespace}}\n`;
  const stream = (...objects: string[]) => parseManifests(objects.join('---\n'), 'stream').findings;
  expect(stream(object('x/v1', ''), object('x/v2', ''), object('x/v1', ', namespace: a'))).toEqual(
    [],
  );
  expect(stream(object('x/v1', ''), object('x/v1', ', namespace: default'))).toMatchInlineSnapshot(`
    [
      {
        "fix": "rename or remove one",
        "message": "the object is also in stream, and Flux rejects a release with a duplicate object",
        "object": {
          "apiVersion": "x/v1",
          "kind": "Role",
          "name": "a",
          "namespace": "default",
        },
        "position": {
          "file": "stream",
        },
        "rule": "duplicate",
        "severity": "error",
      },
    ]
  `);
});

test('a hook may have the id of another object where hooks are post-rendered apart', () => {
  const account = (annotations: string) =>
    `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web${annotations}}\n`;
  const text = account('') + account(', annotations: {helm.sh/hook: pre-install}');
  expect(parseManifests(text, 'web').findings.map(({ rule }) => rule)).toEqual(['duplicate']);
  const { findings } = parseManifests(text, 'web', undefined, { hooksAreApart: true });
  expect(findings).toEqual([]);
});
