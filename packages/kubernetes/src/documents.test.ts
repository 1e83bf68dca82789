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

test('takes a List apart', () => {
  const text =
    'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "on"}}]\n';
  expect(parseManifests(text, 'stream').documents.map((document) => document.text)).toEqual([
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "on"\n',
  ]);
});

test('a broken document does not hide the others, and its lines count from the top', () => {
  const text = `---
# Source: tiny/templates/a.yaml
a: "open
---
# Source: tiny/templates/b.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {}
data: {}
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
  expect(documents.map(({ manifest }) => manifest.metadata.name)).toEqual(['good']);
  expect(
    findings.map((finding) => `${printPlace(finding)}: ${finding.message}`),
  ).toMatchInlineSnapshot(`
    [
      "tiny/templates/a.yaml: line 4 of what it renders: missing closing "quote",
      "tiny/templates/b.yaml: line 10 of what it renders: this key is there twice, and only one of them would count",
      "tiny/templates/c.yaml: line 11 of what it renders: an object without kind, metadata.name",
    ]
  `);
});

test('an id is there once, and no namespace is the namespace default', () => {
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
        "message": "it is already in stream, and Flux refuses a release with an object twice",
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
