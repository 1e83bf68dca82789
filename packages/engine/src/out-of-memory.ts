/** Whether a Go program says that it got no more memory from the kernel. */
export const isOutOfMemory = (stderr: string): boolean =>
  /^(?:fatal error|runtime): .*(?:out of memory|cannot allocate memory)/m.test(stderr);
