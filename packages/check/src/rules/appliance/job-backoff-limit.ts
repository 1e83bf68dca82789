import { numberAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { ownJobs } from './own-jobs.ts';

export const jobBackoffLimit: Rule = {
  id: 'job-backoff-limit',
  set: 'appliance',
  title: 'A Job has a backoffLimit of at least 20.',
  why: 'On a slow machine, the pods of a Job may fail more often at the first start than the default of 6 allows.',
  source: 'Kubernetes docs, Jobs, Pod backoff failure policy',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  backoffLimit: 6
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  good: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  backoffLimit: 20
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  check: (context) =>
    ownJobs(context).flatMap((object) => {
      const limit = numberAt(object.manifest, 'spec', 'backoffLimit') ?? 6;
      if (limit >= 20) return [];
      return [
        problem(
          object,
          ['spec', 'backoffLimit'],
          `the Job fails permanently after ${limit} retries, and the first start on a slow machine may need more`,
          'set backoffLimit to 20 or more',
        ),
      ];
    }),
};
