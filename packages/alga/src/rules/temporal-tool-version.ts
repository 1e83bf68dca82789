import { problem, type Rule } from '@helm-charts/check';
import { stringAt } from '@helm-charts/kubernetes';

export const temporalToolVersion: Rule = {
  id: 'temporal-tool-version',
  set: 'alga',
  title: 'The Temporal server and its admin tools have the same version.',
  why: 'The tools migrate the schema, and the server starts only with the schema of its version.',
  source: 'temporalio/temporal temporal/fx.go, verifyPersistenceCompatibleVersion',
  severity: 'error',
  scope: 'release',
  bad: pods('1.29.0'),
  good: pods('1.31.2'),
  check: ({ pods }) => {
    const images = pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ fields, path }) => {
        const image = stringAt(fields, 'image') ?? '';
        const [, tool, tag] = /\b(temporalio\/(?:server|admin-tools)):([^@]+)/.exec(image) ?? [];
        return tool === undefined || tag === undefined ? [] : [{ object, path, tool, tag }];
      }),
    );
    const server = images.find(({ tool }) => tool.endsWith('server'));
    if (server === undefined) return [];
    return images
      .filter(({ tag }) => versionOf(tag) !== versionOf(server.tag))
      .map(({ object, path, tool, tag }) =>
        problem(
          object,
          [...path, 'image'],
          `${tool} has tag ${tag}, but the server has ${server.tag} and starts only with the schema of its version`,
          `use the image ${tool}:${versionOf(server.tag)}`,
        ),
      );
  },
};

/** Older tags of the tools contain the version of tctl, too. */
const versionOf = (tag: string): string => /\d+\.\d+\.\d+/.exec(tag)?.[0] ?? tag;

function pods(version: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: temporal }
spec: { containers: [{ name: server, image: 'temporalio/server:1.31.2' }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: temporal-schema }
spec:
  template:
    spec: { containers: [{ name: tools, image: 'temporalio/admin-tools:${version}' }] }
`;
}
