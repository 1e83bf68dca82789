import type { Finding } from '@helm-charts/types';
import { Broken } from '../broken.ts';
import { failure } from './answer.ts';
import type { Opened } from './open.ts';
import type { Session } from './session.ts';

/** What asks the replacement if the other one can't be started, and says so with a warning. */
export const withReplacement = ({
  session,
  replacement,
}: Opened): { readonly session: Session; readonly findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const ask: Session['ask'] = async (inquiry) => {
    try {
      return await session.ask(inquiry);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      const message = `the program cannot be started: ${error.message}`;
      if (replacement === undefined) throw failure(session.path, message);
      if (findings.length === 0) {
        findings.push({
          rule: 'environment',
          severity: 'warning',
          input: session.path,
          message: `${message}; WebAssembly replaces it, which takes longer`,
          fix: 'install or build it again',
        });
      }
      return replacement.ask(inquiry);
    }
  };
  const end = () => {
    session.end();
    replacement?.end();
  };
  return { session: { ...session, ask, end }, findings };
};
