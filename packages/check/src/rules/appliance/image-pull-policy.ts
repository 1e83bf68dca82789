import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const imagePullPolicy: Rule = {
  id: 'image-pull-policy',
  set: 'appliance',
  title: 'The kubelet pulls an image only if the node does not have it.',
  why: 'With Always a pod does not start while the registry is unreachable, even if the node has the image.',
  source: 'Kubernetes pkg/kubelet/images/image_manager.go',
  severity: 'error',
  scope: 'object',
  bad: pod('Always'),
  good: pod('IfNotPresent'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers
        .filter(({ fields }) => fields.imagePullPolicy !== 'IfNotPresent')
        .map(({ name, fields, path }) => {
          const policy = stringAt(fields, 'imagePullPolicy');
          return problem(
            object,
            [...path, 'imagePullPolicy'],
            policy === undefined
              ? `container ${name} does not set it, so with the tag latest it does not start while the registry is unreachable`
              : `it is ${policy}, so container ${name} may not start while the registry is unreachable`,
            'set IfNotPresent',
          );
        }),
    ),
};

function pod(policy: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: 'nginx:1.29.3', imagePullPolicy: ${policy} }]
`;
}
