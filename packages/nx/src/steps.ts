import {
  checkTypes,
  generate,
  lint,
  type Project,
  type Report,
  render,
} from '@helm-charts/pipeline';

/** The options of a task. */
export interface StepOptions {
  readonly step: 'check-types' | 'generate' | 'lint' | 'package' | 'render';
  readonly check?: boolean;
  readonly force?: boolean;
}

/** Runs a step of a chart or profile. */
export const runStep = async (
  project: Project,
  { step, ...options }: StepOptions,
): Promise<Report> => {
  switch (step) {
    case 'check-types':
      return checkTypes(project);
    case 'generate':
      return generate(project, options);
    case 'lint':
      return lint(project);
    case 'package':
      return (await import('@helm-charts/release')).packageProject(project);
    case 'render':
      return render(project);
  }
};
