import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { templateRandom } from './template-random.ts';

const found = (text: string) =>
  tryRule(templateRandom, { charts: { web: { 'templates/web.yaml': text } } }).map(printFinding);

test('the file and the line', () => {
  expect(found('a: b\nc: {{ now }}\n')).toMatchInlineSnapshot(`
    [
      "error charts/web/templates/web.yaml:2: now has another result at each rendering, so each reconciliation upgrades the release; read the value from .Values or a Secret. [template-random]",
    ]
  `);
});

test('words in a text and names of values are no calls', () => {
  expect(found('a: {{ "now" }} {{ .Values.now }} {{ $now }} and now\n')).toEqual([]);
});

test('a template that looks up what it made before', () => {
  expect(found('{{ lookup "v1" "Secret" "shop" "web" | default (randAlpha 9) }}\n')).toEqual([]);
});
