import { type JsonObject, type Manifest, printFinding, printPlace } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { Lookup } from '../lookup.ts';
import { mergeValues } from './values.ts';

const helmRelease = (spec: JsonObject): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'one', namespace: 'system' },
  spec,
});

/** Objects in the namespace `system`: the data of each by `ConfigMap/name`. */
const cluster =
  (objects: Readonly<Record<string, JsonObject>>): Lookup =>
  (kind, namespace, name) => {
    const data = namespace === 'system' ? objects[`${kind}/${name}`] : undefined;
    return data && { apiVersion: 'v1', kind, metadata: { name, namespace }, ...data };
  };

const configMap = (text: string) => ({ data: { 'values.yaml': text } });

const merge = (spec: JsonObject, objects: Readonly<Record<string, JsonObject>> = {}) => {
  const { value, findings } = mergeValues(helmRelease(spec), cluster(objects));
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors.map(printFinding) : value;
};

const from = (name: string, more: JsonObject = {}) => ({ kind: 'ConfigMap', name, ...more });

test('later references take precedence, and a mapping and a scalar replace each other', () => {
  const objects = {
    'ConfigMap/a': configMap('flat: value\nnested:\n  configuration: value\nlist: [1, 2]\n'),
    'ConfigMap/b': configMap('flat:\n  nested: value\nnested: value\nlist: [3]\n'),
  };
  expect(merge({ valuesFrom: [from('a'), from('b')] }, objects)).toEqual({
    flat: { nested: 'value' },
    nested: 'value',
    list: [3],
  });
});

test('inline values take precedence over references, and null is a value', () => {
  const objects = { 'ConfigMap/a': configMap('pool: {size: 1, mode: x}\nkeep: ~\n') };
  const spec = { valuesFrom: [from('a')], values: { pool: { size: 2, mode: null } } };
  expect(merge(spec, objects)).toEqual({ pool: { size: 2, mode: null }, keep: null });
});

test('reads another key, and a Secret from data or stringData', () => {
  const objects = {
    'ConfigMap/a': { data: { 'site.yaml': 'a: 1' } },
    'Secret/b': { data: { 'values.yaml': Buffer.from('b: 2').toString('base64') } },
    'Secret/c': { stringData: { 'values.yaml': 'c: 3' } },
  };
  const valuesFrom = [
    from('a', { valuesKey: 'site.yaml' }),
    { kind: 'Secret', name: 'b' },
    { kind: 'Secret', name: 'c' },
  ];
  expect(merge({ valuesFrom }, objects)).toEqual({ a: 1, b: 2, c: 3 });
});

test('optional allows a missing object and a missing key, but no invalid text', () => {
  const objects = { 'ConfigMap/a': configMap('a: [1\n') };
  const optional = { optional: true };
  expect(
    merge(
      { valuesFrom: [from('none', optional), from('a', { ...optional, valuesKey: 'x' })] },
      objects,
    ),
  ).toEqual({});
  expect(merge({ valuesFrom: [from('a', optional)] }, objects)).toMatchInlineSnapshot(`
    [
      "error ConfigMap system/a values.yaml:2:1: flow sequence in block collection must be sufficiently indented and end with a ]. [values]",
    ]
  `);
});

test('replaces encrypted values with a text or nothing, with a warning', () => {
  const hidden = {
    stringData: { 'values.yaml': 'ENC[x,y]', token: 'ENC[AES256_GCM,data:a]' },
    sops: {},
  };
  const valuesFrom = [
    { kind: 'Secret', name: 's' },
    { kind: 'Secret', name: 's', valuesKey: 'token', targetPath: 'auth.token' },
  ];
  const { value, findings } = mergeValues(
    helmRelease({ valuesFrom, values: { a: 1 } }),
    cluster({ 'Secret/s': hidden }),
  );
  expect(value).toEqual({ a: 1, auth: { token: 'unknown-value' } });
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "warning HelmRelease system/one: spec.valuesFrom[0].name: Secret system/s is encrypted, so nothing replaces its key values.yaml in the manifests rendered here. [encrypted]",
      "warning HelmRelease system/one: spec.valuesFrom[1].name: Secret system/s is encrypted, so the text "unknown-value" replaces its key token in the manifests rendered here. [encrypted]",
    ]
  `);
});

test('reports all missing objects and keys', () => {
  const spec = {
    valuesFrom: [from('none'), from('a', { valuesKey: 'x' }), { kind: 'Pod', name: 'p' }],
  };
  expect(merge(spec, { 'ConfigMap/a': configMap('') })).toMatchInlineSnapshot(`
    [
      "error HelmRelease system/one: spec.valuesFrom[0].name: the profile has no ConfigMap system/none, which valuesFrom needs, so Flux does not install the release; add it, or set optional: true. [values-from]",
      "error HelmRelease system/one: spec.valuesFrom[1].valuesKey: ConfigMap system/a has no key x, which valuesFrom needs, so Flux does not install the release; add it, or set optional: true. [values-from]",
      "error HelmRelease system/one: spec.valuesFrom[2].kind: valuesFrom names a Pod; only a ConfigMap or a Secret can hold values. [values-from]",
    ]
  `);
});

const value = (text: string) => ({ data: { v: text } });
const at = (name: string, targetPath: string, more: JsonObject = {}) =>
  from(name, { valuesKey: 'v', targetPath, ...more });

test('inline values override a targetPath of a top-level value', () => {
  const spec = { valuesFrom: [at('v', 'foo')], values: { foo: 'inline' } };
  expect(merge(spec, { 'ConfigMap/v': value('target') })).toEqual({ foo: 'inline' });
});

test('a targetPath into a mapping of inline values overrides it', () => {
  const spec = { valuesFrom: [at('v', 'a.b')], values: { a: { b: 'inline' } } };
  expect(merge(spec, { 'ConfigMap/v': value('target') })).toEqual({ a: { b: 'target' } });
});

test('inline values override a targetPath into a mapping merged from a reference and inline values', () => {
  const spec = { valuesFrom: [from('cm'), at('v', 'a.b')], values: { a: { b: 'inline' } } };
  const objects = { 'ConfigMap/cm': configMap('a: {c: 1}'), 'ConfigMap/v': value('target') };
  expect(merge(spec, objects)).toEqual({ a: { b: 'inline', c: 1 } });
});

test('a later reference overrides a targetPath', () => {
  const spec = { valuesFrom: [at('v', 'a.b'), from('cm')] };
  const objects = { 'ConfigMap/cm': configMap('a: {b: cm}'), 'ConfigMap/v': value('target') };
  expect(merge(spec, objects)).toEqual({ a: { b: 'cm' } });
});

test('inline values override the second of two targetPaths into a mapping of them', () => {
  const spec = {
    valuesFrom: [at('v', 'a.b'), at('w', 'a.d')],
    values: { a: { b: 'inline', d: 'inline' } },
  };
  const objects = { 'ConfigMap/v': value('first'), 'ConfigMap/w': value('second') };
  expect(merge(spec, objects)).toEqual({ a: { b: 'first', d: 'inline' } });
});

test('a targetPath into a list of inline values changes that list', () => {
  const spec = {
    valuesFrom: [at('v', 'nested.configuration[0]'), from('cm')],
    values: { nested: { configuration: ['list', 'item'] } },
  };
  const objects = {
    'ConfigMap/cm': configMap('flat: value\nnested: {configuration: [one]}\n'),
    'ConfigMap/v': value('value'),
  };
  expect(merge(spec, objects)).toEqual({
    flat: 'value',
    nested: { configuration: ['value', 'item'] },
  });
});

test('targetPath guesses types unless the value is quoted or literal', () => {
  const objects = {
    'ConfigMap/a': value('1'),
    'ConfigMap/b': value('"1"'),
    'ConfigMap/c': value('{1,2}'),
  };
  const spec = {
    valuesFrom: [at('a', 'a'), at('b', 'b'), at('c', 'c'), at('c', 'd', { literal: true })],
  };
  expect(merge(spec, objects)).toEqual({ a: 1, b: '1', c: [1, 2], d: '{1,2}' });
});

test('reports an invalid targetPath', () => {
  const spec = { valuesFrom: [at('v', 'a[x]')] };
  expect(merge(spec, { 'ConfigMap/v': value('1') })).toMatchInlineSnapshot(`
    [
      "error HelmRelease system/one: spec.valuesFrom[0].targetPath: Flux cannot set the value of ConfigMap system/v at targetPath a[x]: "[x" is not an index from 0 to 65536 in brackets. [values-from]",
    ]
  `);
});

test('does not change the HelmRelease itself', () => {
  const spec = { valuesFrom: [at('v', 'a.b')], values: { a: { b: 'inline' } } };
  merge(spec, { 'ConfigMap/v': value('target') });
  expect(spec.values).toEqual({ a: { b: 'inline' } });
});

test('warns about a targetPath that is also set inline', () => {
  const spec = { valuesFrom: [at('v', 'a.b'), at('v', 'a.c')], values: { a: { b: 'inline' } } };
  const { findings } = mergeValues(helmRelease(spec), cluster({ 'ConfigMap/v': value('target') }));
  expect(findings.map(({ severity, message }) => [severity, message])).toMatchInlineSnapshot(`
    [
      [
        "warning",
        "targetPath a.b is also in spec.values, and which one takes precedence depends on the other merged values",
      ],
    ]
  `);
});

test('findings have the position of the reference or of the values', () => {
  const spec = { valuesFrom: [from('a', { valuesKey: 'x' }), from('b')] };
  const objects = { 'ConfigMap/a': configMap(''), 'ConfigMap/b': configMap('a: 1\na: 2\n') };
  const { findings } = mergeValues(helmRelease(spec), cluster(objects), ({ metadata }) => ({
    at: (path = []) => ({ file: `${metadata.name}.yaml`, line: path.length }),
    find: (text) => ({ file: text }),
    within: (key, line) => ({ file: `${metadata.name}/${key}`, line }),
  }));
  expect(findings.map(printPlace)).toEqual([
    'one.yaml:4: HelmRelease system/one: spec.valuesFrom[0].valuesKey',
    'b/values.yaml:2:1',
  ]);
});
