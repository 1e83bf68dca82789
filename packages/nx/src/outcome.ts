import { printReport, type Report } from '@helm-charts/pipeline';

/** How a task ended, and what it has to say. */
export interface Outcome {
  readonly success: boolean;
  readonly text: string;
}

/** The outcome of a step. A stack trace is for our own bugs only. */
export const outcome = async (step: () => Promise<Report>): Promise<Outcome> => {
  try {
    const report = await step();
    return { success: report.exitCode === 0, text: printReport(report) };
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { success: false, text: `This is a bug of helm-charts, please report it:\n${detail}\n` };
  }
};
