import { numberAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { ownJobs } from './own-jobs.ts';

export const jobLogLifetime: Rule = {
  id: 'job-log-lifetime',
  set: 'appliance',
  title: 'A finished Job is kept for at least an hour.',
  why: 'Kubernetes deletes the log together with the Job, and then nobody can see why it failed.',
  source: 'Kubernetes docs, Automatic Cleanup for Finished Jobs',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  ttlSecondsAfterFinished: 60
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  good: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  ttlSecondsAfterFinished: 86400
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  check: (context) =>
    ownJobs(context).flatMap((object) => {
      const lifetime = numberAt(object.manifest, 'spec', 'ttlSecondsAfterFinished');
      if (lifetime === undefined || lifetime >= 3600) return [];
      return [
        problem(
          object,
          ['spec', 'ttlSecondsAfterFinished'],
          `Kubernetes deletes the Job and its log ${lifetime} seconds after it finishes`,
          'set ttlSecondsAfterFinished to 3600 or more',
        ),
      ];
    }),
};
