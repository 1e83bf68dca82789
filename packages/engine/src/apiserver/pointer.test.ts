import { expect, test } from 'vitest';
import { pointerIn } from './pointer.ts';

const object = {
  metadata: { annotations: { 'example.com/a.b': 'c' }, labels: { app: 'web' } },
  spec: { ports: [{ name: 'http' }], 'a.b': { c: 1 } },
  data: { 'app.conf': '' },
};

test.each([
  ['spec.ports[0].name', '/spec/ports/0/name'],
  ['spec.ports[1].protocol', '/spec/ports/1/protocol'],
  ['metadata.annotations[example.com/a.b]', '/metadata/annotations/example.com~1a.b'],
  ['metadata.annotations.example.com/a.b', '/metadata/annotations/example.com~1a.b'],
  ['data[app.conf]', '/data/app.conf'],
  ['spec.a.b.c', '/spec/a.b/c'],
  ['spec.selector.matchLabels', '/spec/selector/matchLabels'],
  ['', ''],
])('%s is %s', (path, pointer) => {
  expect(pointerIn(object, path)).toBe(pointer);
});
