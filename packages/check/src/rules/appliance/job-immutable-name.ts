import { problem, type Rule } from '../../rule.ts';
import { ownJobs } from './own-jobs.ts';

export const jobImmutableName: Rule = {
  id: 'job-immutable-name',
  set: 'appliance',
  title: 'The name of a Job ends with a hash of its content.',
  why: 'The pod template of a Job is immutable, so the API server rejects an upgrade that changes it.',
  source: 'Kubernetes pkg/apis/batch/validation/validation.go, ValidateJobUpdate; helm#7725',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec:
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  good: `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate-0a1b2c3d }
spec:
  template: { spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/app:1.2.3" }] } }
`,
  check: (context) =>
    ownJobs(context)
      .filter(({ manifest }) => !/-[0-9a-f]{8,}$/.test(manifest.metadata.name))
      .map((object) =>
        problem(
          object,
          ['metadata', 'name'],
          'the name has no hash at its end, and a Job is immutable, so the API server rejects an upgrade that changes it',
          'end the name with a hash of its image, script and values, for instance migrate-0a1b2c3d',
        ),
      ),
};
