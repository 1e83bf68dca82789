import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { writeYaml } from './write-yaml.ts';
import { parseYaml, parseYamlStream } from './yaml.ts';
import { deepest } from './yaml-compose.ts';
import { parseLocatedYaml } from './yaml-located.ts';

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

test('own keys count before merged ones, and the first of several maps', () => {
  const maps = 'a: &a {x: 1, w: 1}\nb: &b {w: 2, z: 2}\n';
  const merged = (text: string) => parseYaml(`${maps}c:\n  ${text}`);
  expect(merged('x: 0\n  <<: [*a, *b]\n').value).toMatchObject({ c: { x: 0, w: 1, z: 2 } });
  expect(merged('<<: *a\n  <<: *b\n  x: 0\n').value).toMatchObject({ c: { x: 0, w: 1, z: 2 } });
  expect(merged('"<<": 1\n').value).toMatchObject({ c: { '<<': 1 } });
  expect(merged('<<: [*a, 1]\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:4:7: only maps can be merged with <<; name a map, or a list of maps. [yaml]",
    ]
  `);
});

test('keys are text, and __proto__ is one of them', () => {
  expect(JSON.stringify(parseYaml('1: a\ntrue: b\n~: c\n__proto__: {d: 1}\n').value)).toBe(
    '{"1":"a","true":"b","":"c","__proto__":{"d":1}}',
  );
  expect(parseYaml('name: {{ .Values.name }}\n').findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:8: a map or a list cannot be a key in JSON; put the text in quotes. [yaml]",
    ]
  `);
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

test('allows as many aliases as Go', () => {
  const uses = '- *a\n'.repeat(10_000);
  expect(parseYaml(`a: &a {x: 1}\nb:\n${uses}`).value).toMatchObject({ a: { x: 1 } });
  const large = Array.from({ length: 200 }, (_, index) => `x${index}: 1`).join(', ');
  expect(parseYaml(`a: &a {${large}}\nb:\n${uses}`).findings.map(printFinding)).toEqual([
    expect.stringMatching(/^error YAML:1:1: its nested aliases expand to too many nodes/),
  ]);
});

test('refuses maps and lists that are nested too deep', () => {
  const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const maps = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  for (const nested of [lists, maps]) expect(parseYaml(nested(deepest)).findings).toEqual([]);
  expect(parseYaml(lists(10_000)).findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:501: its maps and lists are nested more than 500 levels deep here, so the parser stops; nest them less deep. [yaml]",
    ]
  `);
  expect(parseYaml(maps(deepest + 1)).findings).toHaveLength(1);
  // Others of the stream are read.
  const stream = parseYamlStream(`a: 1\n---\n${lists(10_000)}\n---\nb: 1\n`, 'stream.yaml');
  expect(stream.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { b: 1 }]);
});

test('reads a map of 40,000 keys, and the place of each', () => {
  const count = 40_000;
  const text = Array.from({ length: count }, (_, index) => `key${index}: ${index}\n`).join('');
  const map = parseLocatedYaml(`${text}key7: 1\n`, 'large.yaml');
  expect(map.findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error large.yaml:40001:1: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
    ]
  `);
  const lines = Array.from({ length: count }, (_, index) => map.placeOf([`key${index}`]).line);
  expect(lines).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});

test('reads 10,000 documents of a stream', () => {
  expect(parseYamlStream('a: 1\n---\n'.repeat(10_000), 'stream.yaml')).toHaveLength(10_000);
});

test('reports duplicate keys and other problems in the order of the text', () => {
  const text = 'a: 1\na: 2\nb: "\nb: 3\n';
  expect(parseYaml(`c: !x 1\n${text}`).findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error YAML:1:4: this tag is not one of YAML's own; remove it. [yaml]",
      "error YAML:3:1: the key is defined twice, and only one of the values would be used; remove one. [yaml]",
      "error YAML:6:1: missing closing "quote. [yaml]",
    ]
  `);
});

// What sigs.k8s.io/yaml makes of each.
test.each([
  ['.', '.'],
  ['-.', '-.'],
  ['+.', '+.'],
  ['._', '._'],
  ['1e400', '1e400'],
  ['12e4567', '12e4567'],
  ['1e-400', 0],
  ['0o17', 15],
  ['0o19', '0o19'],
  ['0b11', 3],
  ['0x1F', 31],
  ['0777', 511],
  ['089', 89],
  ['1_000', 1000],
  ['1__0', 10],
  ['_1', '_1'],
  ['1_', 1],
  ['.5', 0.5],
  ['5.', 5],
  ['-.5e3', -500],
  ['1e5', 100000],
  ['1E+5', 100000],
  ['.e5', '.e5'],
  ['123456789012345678901234567890', 1.2345678901234568e29],
  ['1234567890123456789012345678901234567890', 1.2345678901234568e39],
  ['+12', 12],
  ['~', null],
  ['1:30', '1:30'],
  ['2001-01-01', '2001-01-01'],
  ['0x', '0x'],
  ['0b', '0b'],
  ['0o', '0o'],
  ['1.2.3', '1.2.3'],
  ['1e', '1e'],
  ['=', '='],
  ['<<', '<<'],
  ['yes', true],
  ['Y', true],
  ['On', true],
  ['null', null],
  ['Null', null],
  ['TRUE', true],
  ['0.', 0],
  ['00', 0],
  ['0_7', 7],
  ['-0x1f', -31],
  ['-0b11', -3],
  ['-0o17', -15],
  ['1.5e308', 1.5e308],
])('reads %s as Go does', (source, value) => {
  expect(parseYaml(`a: ${source}\n`)).toEqual({ value: { a: value }, findings: [] });
  expect(parseYaml(writeYaml({ a: source })).value).toEqual({ a: source });
});
