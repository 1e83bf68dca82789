import { expect, test } from 'vitest';
import { titlesOf } from './titles.ts';

test('titles are those of tests, however they are made, and nothing else', () => {
  const source = `
    describe.each([1])('a $name', ({ name }: { readonly name: string }) => {
      test("it's plain", () => log('no title'));
    });
    test.concurrent.for([[1, 'no title']])('two', async () => {});
    test.each(['no title'])(\`\${id}: three\`, () => {});
    // test('no title', () => {});
    expect('no title').toBe(test);
  `;
  expect([...titlesOf('a.test.ts', source)]).toEqual([
    'a $name',
    "it's plain",
    'two',
    `\${id}: three`,
  ]);
});
