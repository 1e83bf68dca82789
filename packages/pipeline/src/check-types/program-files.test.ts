import { expect, test } from 'vitest';
import { readProgramFiles } from './program-files.ts';

const output = `charts/web/src/chart.ts(3,14): error TS2322: Type 'number' is not assignable to type 'string'.
  Types of property 'a' are incompatible.
node_modules/typescript/lib/lib.d.ts
   Library 'lib.d.ts' specified in compilerOptions
node_modules/@types/node/index.d.ts
   Entry point for implicit type library 'node'
globals.ts
   Entry point for implicit type library 'globals'
shared.ts
   Imported via './shared.ts' from file 'common/names.ts'
   Imported via './shared.ts' from file 'globals.ts'
common/names.ts
   Imported via '../../common/names.ts' from file 'charts/web/src/chart.ts'
   File is ECMAScript module because 'package.json' has field "type" with value "module"
node_modules/models/index.d.ts
   Imported via 'models' from file 'charts/api/src/chart.ts' with packageId 'models/index.d.ts@1.0.0'
charts/web/src/chart.ts
   Part of 'files' list in tsconfig.json
charts/api/src/chart.ts
   Part of 'files' list in tsconfig.json
`;

test('finds the files that each source imports', () => {
  const [web, api] = ['/w/charts/web/src/chart.ts', '/w/charts/api/src/chart.ts'];
  const files = readProgramFiles(output, '/w', [web, api]);
  const everywhere = ['/w/globals.ts', '/w/shared.ts'];
  expect(files.importedBy(web).toSorted()).toEqual(
    [web, '/w/common/names.ts', ...everywhere].toSorted(),
  );
  expect(files.importedBy(api).toSorted()).toEqual([api, ...everywhere].toSorted());
  expect(files.all).toHaveLength(5);
});

test('a source that the compiler names otherwise has all files', () => {
  const files = readProgramFiles(output, '/w', ['/x/chart.ts']);
  expect(files.importedBy('/x/chart.ts')).toEqual(files.all);
});
