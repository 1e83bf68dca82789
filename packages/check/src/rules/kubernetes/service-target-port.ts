import { selects, targetPort } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { servicesWithKnownPods } from './known-pods.ts';

export const serviceTargetPort: Rule = {
  id: 'service-target-port',
  set: 'kubernetes',
  title: 'A named targetPort matches a named port of the selected pods.',
  why: 'Without a matching container port the Service has no endpoint, and connections to it are refused.',
  source: 'Kubernetes pkg/api/v1/pod/util.go, FindPort',
  severity: 'error',
  scope: 'release',
  bad: example('htpp'),
  good: example('http'),
  check: (context) =>
    servicesWithKnownPods(context).flatMap((service) => {
      const pods = context.pods.filter((pod) => selects(service, pod));
      return service.ports.flatMap((port, index) =>
        pods.length === 0 || pods.some((pod) => targetPort(port, pod) !== undefined)
          ? []
          : [
              problem(
                service.object,
                ['spec', 'ports', index, 'targetPort'],
                `no container of ${pods[0]?.kind} ${pods[0]?.object.manifest.metadata.name} has a port named ${String(port.targetPort)}, so connections are refused`,
                'set it to the name or the number of a containerPort',
              ),
            ],
      );
    }),
};

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
