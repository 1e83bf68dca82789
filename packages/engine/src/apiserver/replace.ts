import type { Finding } from '@helm-charts/types';
import { Broken } from '../broken.ts';
import type { ApiServer } from './answer.ts';
import { failure } from './answer.ts';
import type { Opened } from './open.ts';

/** What asks the replacement if the other one can't be started, and says so with a warning. */
export const withReplacement = ({
  server,
  replacement,
}: Opened): { readonly server: ApiServer; readonly findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const ask: ApiServer['ask'] = async (inquiry) => {
    try {
      return await server.ask(inquiry);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      const message = `the program cannot be started: ${error.message}`;
      if (replacement === undefined) throw failure(server.path, message);
      if (findings.length === 0) {
        findings.push({
          rule: 'environment',
          severity: 'warning',
          input: server.path,
          message: `${message}; WebAssembly replaces it, which takes longer`,
          fix: 'install or build it again',
        });
      }
      return replacement.ask(inquiry);
    }
  };
  return { server: { path: server.path, ask }, findings };
};
