import { objectsAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';
import { ownJobs } from './own-jobs.ts';

export const jobDisruption: Rule = {
  id: 'job-disruption',
  set: 'appliance',
  title: 'A Job does not count a shutdown of its node as a failure.',
  why: 'Otherwise each restart of the node uses one retry of the backoffLimit.',
  source: 'Kubernetes docs, Jobs, Pod failure policy',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  good: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  podFailurePolicy:
    rules: [{ action: Ignore, onPodConditions: [{ type: DisruptionTarget }] }]
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  check: (context) =>
    ownJobs(context)
      .filter(({ manifest }) => !ignoresDisruption(manifest))
      .map((object) =>
        problem(
          object,
          ['spec', 'podFailurePolicy'],
          'a shutdown of the node counts as a failure of the Job and uses one retry',
          'set restartPolicy: Never and a podFailurePolicy that ignores the condition DisruptionTarget',
        ),
      ),
};

/** Kubernetes accepts a podFailurePolicy only with `restartPolicy: Never`. */
const ignoresDisruption = (job: Manifest): boolean =>
  stringAt(job, 'spec', 'template', 'spec', 'restartPolicy') === 'Never' &&
  objectsAt(job, 'spec', 'podFailurePolicy', 'rules').some(
    (rule) =>
      rule.action === 'Ignore' &&
      objectsAt(rule, 'onPodConditions').some(({ type }) => type === 'DisruptionTarget'),
  );
