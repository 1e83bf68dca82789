import { objectsAt, type Pod, targetPort } from '@helm-charts/kubernetes';
import { enumerate } from '../../enumerate.ts';
import { didYouMean } from '../../known/similar.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { servicesWithKnownPods } from './known-pods.ts';
import { mayListen, numbersOf } from './listening.ts';

export const serviceTargetPort: Rule = {
  id: 'service-target-port',
  set: 'kubernetes',
  title: 'The targetPort of a Service is a port of the selected pods.',
  why: 'Without a matching container port the Service has no endpoint, and connections to it are refused.',
  source: 'Kubernetes pkg/api/v1/pod/util.go, FindPort',
  severity: 'error',
  scope: 'release',
  bad: example('htpp'),
  good: example('http'),
  check: (context) =>
    servicesWithKnownPods(context).flatMap((service) => {
      const pods = context.selectPods(service.namespace, { matchLabels: service.selector });
      const [pod] = pods;
      if (pod === undefined) return [];
      return service.ports.flatMap((port, index): Problem[] => {
        const target = port.targetPort ?? port.port;
        const owner = `${pod.kind} ${pod.object.manifest.metadata.name}`;
        const path = [
          'spec',
          'ports',
          index,
          ...(port.targetPort === undefined ? ['port'] : ['targetPort']),
        ];
        if (pods.every((one) => targetPort(port, one) === undefined))
          return [
            problem(
              service.object,
              path,
              `no container of ${owner} has a port named ${String(target)}, so connections are refused`,
              didYouMean(String(target), namesOf(pods)) ??
                'set it to the name or the number of a containerPort',
            ),
          ];
        return typeof target !== 'number' || pods.some((one) => mayListen(one, target))
          ? []
          : [
              problem(
                service.object,
                path,
                `no container of ${owner} has port ${target} (${enumerate(numbersOf(pod).map(String))} are listed), so connections are refused unless something listens there all the same`,
                'set it to a port of the container, or add the port to the container',
              ),
            ];
      });
    }),
};

const namesOf = (pods: readonly Pod[]): readonly string[] =>
  pods.flatMap(({ containers }) =>
    containers.flatMap(({ fields }) =>
      objectsAt(fields, 'ports').flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    ),
  );

function example(targetPort: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: ${targetPort} }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  containers:
    - { name: web, image: nginx:1.29.3, ports: [{ name: http, containerPort: 8080 }] }
`;
}
