import { problem, type Rule } from '../../rule.ts';

export const volumeMedium: Rule = {
  id: 'volume-medium',
  set: 'kubernetes',
  title: 'The medium of an emptyDir is Memory or HugePages, or is not set.',
  why: 'The API server accepts any text, and the kubelet does not mount a volume with another medium, so the pod does not start.',
  source: 'Kubernetes pkg/volume/emptydir/empty_dir.go, SetUpAt',
  severity: 'error',
  scope: 'object',
  bad: pod('memory'),
  good: pod('Memory'),
  check: ({ pods }) =>
    pods.flatMap(({ object, volumes }) =>
      volumes.flatMap(({ name, type, source: { medium = '' }, path }) =>
        type !== 'emptyDir' || /^(|Memory|HugePages(-.+)?)$/.test(String(medium))
          ? []
          : [
              problem(
                object,
                [...path, 'emptyDir', 'medium'],
                `volume ${name} has the medium ${String(medium)}, which the kubelet does not know, so the pod does not start`,
                'write Memory, or remove it',
              ),
            ],
      ),
    ),
};

function pod(medium: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, volumeMounts: [{ name: cache, mountPath: /cache }] }]
  volumes: [{ name: cache, emptyDir: { medium: ${medium}, sizeLimit: 1Mi } }]
`;
}
