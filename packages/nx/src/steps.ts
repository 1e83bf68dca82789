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
  readonly step: 'check-types' | 'generate' | 'lint' | 'render';
  readonly check?: boolean;
  readonly force?: boolean;
}

/** Runs a step of a chart or profile. */
export const runStep = (project: Project, { step, ...options }: StepOptions): Promise<Report> => {
  switch (step) {
    case 'check-types':
      return checkTypes(project);
    case 'generate':
      return generate(project, options);
    case 'lint':
      return lint(project);
    case 'render':
      return render(project);
  }
};
