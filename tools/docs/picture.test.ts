import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawPicture, pictureFile } from './picture.ts';

test('docs/data-flow.svg is drawn from docs/data-flow.dot; update it with `npm run picture`', async () => {
  expect(readFileSync(pictureFile, 'utf8')).toBe(await drawPicture());
});
