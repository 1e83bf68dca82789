import type { Finding } from '@helm-charts/types';

/** What is wrong with a bundle, or with what it is made of. */
export const problem = (input: string, message: string, fix: string): Finding => ({
  rule: 'bundle',
  severity: 'error',
  input,
  message,
  fix,
});
