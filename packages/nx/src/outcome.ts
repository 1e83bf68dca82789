import { Failure } from '@helm-charts/types';

/** How a step ended, and what it has to say. */
export interface Outcome {
  readonly success: boolean;
  readonly text: string;
}

/** Runs a step. What it throws on purpose becomes its text; a stack trace is for our own bugs only. */
export const outcome = async (step: () => Promise<string>): Promise<Outcome> => {
  try {
    return { success: true, text: await step() };
  } catch (error) {
    if (error instanceof Failure) {
      return { success: false, text: `${error.message}\nexit code ${error.exitCode}\n` };
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { success: false, text: `This is a bug of helm-charts, please report it:\n${detail}\n` };
  }
};
