import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { templateRandom } from './template-random.ts';

const found = (text: string) =>
  tryRule(templateRandom, { charts: { web: { 'templates/web.yaml': text } } }).map(printFinding);

test('reports the file and the line', () => {
  expect(found('a: b\nc: {{ now }}\n')).toMatchInlineSnapshot(`
    [
      "error charts/web/templates/web.yaml:2: now has another result at every render, so every reconciliation upgrades the release; read the value from .Values or a Secret. [template-random]",
    ]
  `);
});

test('ignores words in text and names of values', () => {
  expect(found('a: {{ "now" }} {{ .Values.now }} {{ $now }} and now\n')).toEqual([]);
});

test('allows a template that reuses the existing object with lookup', () => {
  expect(found('{{ lookup "v1" "Secret" "shop" "web" | default (randAlpha 9) }}\n')).toEqual([]);
});
