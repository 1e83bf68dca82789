import { expect, test } from 'vitest';
import { asOnLinux } from './messages.ts';

test('errors of the file system are worded as on Linux', () => {
  expect(
    asOnLinux(
      "open /a: No such file or directory': lstat /b: Too many symbolic links, Is a directory",
    ),
  ).toBe(
    "open /a: no such file or directory': lstat /b: too many levels of symbolic links, Is a directory",
  );
});
