/**
 * Whether a Go program ended because it got no more memory from the kernel. The garbage collector does not check everywhere
 * whether it got some, so its own segmentation violation says the same.
 */
export const isOutOfMemory = (stderr: string): boolean =>
  /^(?:(?:fatal error|runtime): .*(?:out of memory|cannot allocate memory)|SIGSEGV: segmentation violation)/m.test(
    stderr,
  );
