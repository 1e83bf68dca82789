import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parseYaml } from './yaml.ts';

test('parses scalars as YAML 1.1 without dates and base 60', () => {
  const text = 'a: on\nb: 0777\nc: 2001-01-01\nd: 1:30\ne: 0o17\nf: 1_000\ng: ~\nh: 1.0\ny: =\n';
  expect(parseYaml(text)).toEqual({
    value: {
      a: true,
      b: 511,
      c: '2001-01-01',
      d: '1:30',
      e: 15,
      f: 1000,
      g: null,
      h: 1,
      true: '=',
    },
    findings: [],
  });
});

test('merges <<', () => {
  expect(parseYaml('a: &a {x: 1}\nb:\n  <<: *a\n  z: 2\n').value).toEqual({
    a: { x: 1 },
    b: { x: 1, z: 2 },
  });
});

test('an empty text is null', () => {
  expect(parseYaml('# nothing\n')).toEqual({ value: null, findings: [] });
});

test('reports every problem with its position', () => {
  expect(parseYaml('a: 1\na: 2\nb:\n\tc: 1\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:2:1: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
      "error YAML:4:1: a tab is used for indentation, which YAML does not allow; replace it with spaces. [yaml]",
    ]
  `);
  expect(parseYaml('a: *x\nb: [.inf, *y]\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:4: the alias *x has no anchor &x before it. [yaml]",
      "error YAML:2:5: .inf is not a number in JSON, so Helm cannot read it. [yaml]",
      "error YAML:2:11: the alias *y has no anchor &y before it. [yaml]",
    ]
  `);
  expect(parseYaml('a: 1\n---\nb: 2\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:2:1: a second YAML document starts here, and this file must contain only one; remove it. [yaml]",
    ]
  `);
  expect(parseYaml('a: [1\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [yaml]",
    ]
  `);
  expect(parseYaml('a: !foo 1\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:4: this tag is not one of YAML's own; remove it. [yaml]",
    ]
  `);
});

test('suppresses follow-on errors after the first syntax error', () => {
  const text = 'a: {b: ENC[x,y]}\nc: {d: 1}\n';
  const said = parseYaml(text).findings.map(printFinding);
  expect(said).toMatchInlineSnapshot(`
    [
      "error YAML:1:11: YAML syntax error: this text is not allowed here; put the text in quotes, or correct the text before it. [yaml]",
    ]
  `);
});

test('reports an anchor that refers to itself', () => {
  expect(parseYaml('a: &a\n  b: {c: [*a]}\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:2:11: anchor &a refers to itself; write out the values instead of aliases. [yaml]",
    ]
  `);
});

test('reports exponentially nested aliases', () => {
  const rows = ['a', 'b', 'c', 'd'].map((name, index, names) => {
    const item = index === 0 ? '1' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array(11).fill(item).join(', ')}]`;
  });
  expect(parseYaml(rows.join('\n')).findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:1: its nested aliases expand to too many nodes, so the parser stops; write out the values instead of aliases. [yaml]",
    ]
  `);
});
