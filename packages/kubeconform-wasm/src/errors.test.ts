import { expect, test } from 'vitest';
import { validationErrors } from './errors.ts';

const head =
  "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///schemas/x.json#'";

test('the text is taken apart by place', () => {
  const text = `${head} - at '/spec': validation failed   - at '/spec/replicas': got string, want integer   - at '/spec': additional properties 'b', 'a' not allowed`;
  expect(validationErrors(text)).toEqual([
    { path: '/spec', message: "additional property 'a' not allowed" },
    { path: '/spec', message: "additional property 'b' not allowed" },
    { path: '/spec/replicas', message: 'got string, want integer' },
  ]);
});

test('quotes in a key come back as they were', () => {
  expect(validationErrors(`${head} - at '/data/it\\'s "x"': got number, want string`)).toEqual([
    { path: '/data/it\'s "x"', message: 'got number, want string' },
  ]);
});

test('long values are cut, hostile ones take no time', () => {
  const value = ' '.repeat(1_000_000);
  const [error] = validationErrors(`${head} - at '/spec': '${value}' does not match pattern '^a$'`);
  expect(error?.message.length).toBe(401);
});

test('a text of another form is kept whole', () => {
  expect(validationErrors('something else')).toEqual([{ path: '', message: 'something else' }]);
});
