import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { join, literal, protect, textBlock } from './scalar.ts';

test.each(['a', 'main', '/bin/sh', 'a.b-c_d@1', 'http://host:80/a', '_x', 'apps/v1', 'Nothing'])(
  'emits the text %s without quotes',
  (text) => {
    expect(literal(text)).toBe(text);
    expect(parse(literal(text), { version: '1.1' })).toBe(text);
  },
);

test.each([
  ...['y', 'N', 'yes', 'No', 'ON', 'off', 'true', 'False', 'null', '~', ''],
  ...['1', '0755', '0o17', '1.10', '1_000', '1e3', '0x1f', '.5', '.inf', '.nan', '-', '1:20'],
  ...['2024-01-01', '=', '<<', 'a: b', 'a:', 'a #b', ' a', 'a ', '@a', '%a', '!a', '&a', '*a'],
  ...['[a]', '{a}', '"a"', "it's", '|', '>', '?', ',', 'a\tb', 'a\nb', '\u2028', '\u0085', '\x7f'],
])('quotes the text %j, which YAML 1.1 would read as another type', (text) => {
  expect(literal(text)).toMatch(/^"[\x20-\x7e]*"$/);
  expect(parse(literal(text), { version: '1.1' })).toBe(text);
});

test('emits other literals unchanged', () => {
  expect([1, 1.5, 0, -1, true, false, null].map(literal)).toEqual([
    ...['1', '1.5', '0', '-1', 'true', 'false', 'null'],
  ]);
});

test('escapes template braces in a literal', () => {
  expect(protect('{{ $labels.pod }}')).toBe('{{ "{{" }} $labels.pod }}');
  expect(literal('{{ a }}')).toBe('"{{ "{{" }} a }}"');
  expect(textBlock('{{ a }}\nb\n')).toEqual(['{{ "{{" }} a }}', 'b']);
});

test('emits a text of several lines as a block if that preserves the text', () => {
  expect(textBlock('a\n\n  b\n')).toEqual(['a', '', '  b']);
  for (const text of ['a', 'a\nb', ' a\n', 'a\n\n', 'a \nb\n', 'a\tb\n', 'é\n', '\n'])
    expect(textBlock(text)).toBeUndefined();
});

test('separates a brace from the action after it', () => {
  const action = { action: '.Values.a' };
  expect(join(['{', action, '}'])).toBe('{{ "{" }}{{ .Values.a }}}');
  expect(join(['{', '{', action])).toBe('{{ "{{" }}{{ .Values.a }}');
  expect(join([action, action, ' b'])).toBe('{{ .Values.a }}{{ .Values.a }} b');
  expect(join(['{'])).toBe('{');
  expect(join([])).toBe('');
});
