import { expect, test } from 'vitest';
import { replaceVersion } from './literal.ts';

const chart = (rest: string): string =>
  `import { defineChart } from '@helm-charts/types';\n${rest}`;

test.for([
  ['a text', "export const chart = defineChart({ name: 'a', version: '1.0.0' });"],
  ['a text in double quotes', 'export const chart = defineChart({ "version": "1.0.0" });'],
  ['a text behind a comment', "defineChart({ // version: '1.0.0'\n version: /* now */ '1.0.0' });"],
  [
    'a text beside that of a dependency',
    "defineChart({ version: '1.0.0', dependencies: { a: { version: '1.0.0' } } });",
  ],
  [
    'a text behind brackets in other texts',
    "const a = [/[{]'/, '{', `{ version: '1.0.0' `];\ndefineChart({ version: '1.0.0' });",
  ],
])('%s is raised', ([, source = '']) => {
  const raised = replaceVersion(chart(source), '1.0.0', '1.1.0') ?? '';
  expect(raised).toMatch(/version["']?:[^,]*["']1\.1\.0["']/);
  expect(raised.match(/1\.1\.0/g)).toHaveLength(1);
});

test.for([
  ['a constant', "const version = '1.0.0';\nexport const chart = defineChart({ version });"],
  ['an expression', "defineChart({ version: ['1', '0', '0'].join('.') });"],
  ['another version', "defineChart({ version: '2.0.0' });"],
  ['two charts', "defineChart({ version: '1.0.0' });\ndefineChart({ version: '1.0.0' });"],
  ['a comment', "// version: '1.0.0'\n/* version: '1.0.0' */"],
])('%s is not', ([, source = '']) => {
  expect(replaceVersion(chart(source), '1.0.0', '1.1.0')).toBeUndefined();
});
