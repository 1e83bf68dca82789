/** Errors of WASI (wasi_snapshot_preview1, errno). */
export const errno = {
  success: 0,
  access: 2,
  badFile: 8,
  invalid: 28,
  isDirectory: 31,
  loop: 32,
  nameTooLong: 37,
  notFound: 44,
  notSupported: 52,
  notDirectory: 54,
  readOnly: 69,
  io: 29,
} as const;

/** The number of an error of node:fs. */
export const errnoOf = (error: unknown): number => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return byCode.get(code) ?? errno.io;
};

const byCode: ReadonlyMap<string, number> = new Map([
  ['EACCES', errno.access],
  ['EPERM', errno.access],
  ['EINVAL', errno.invalid],
  ['EISDIR', errno.isDirectory],
  ['ELOOP', errno.loop],
  ['ENAMETOOLONG', errno.nameTooLong],
  ['ENOENT', errno.notFound],
  ['ENOTDIR', errno.notDirectory],
]);
