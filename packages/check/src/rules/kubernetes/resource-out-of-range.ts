import { type Container, type FieldPath, objectAt, type Pod } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { quantityOf } from './quantity.ts';

export const resourceOutOfRange: Rule = {
  id: 'resource-out-of-range',
  set: 'kubernetes',
  title:
    'The CPU and memory of a container have an amount that a node can provide and a program can run with.',
  why: 'No node has the CPU or memory for such a request, so the pod stays Pending; with less than a megabyte of memory no container starts.',
  source: 'Kubernetes docs, Resource units in Kubernetes; runc, minimum memory limit',
  severity: 'error',
  scope: 'object',
  bad: pod('{ cpu: 1000, memory: 256m }'),
  good: pod('{ cpu: 1000m, memory: 256Mi }'),
  check: ({ pods }) =>
    pods.flatMap((pod) => pod.containers.flatMap((container) => ofContainer(pod, container))),
};

const ofContainer = (pod: Pod, { name, fields, path }: Container): readonly Problem[] =>
  ['requests', 'limits'].flatMap((field) =>
    Object.entries(objectAt(fields, 'resources', field)).flatMap(([resource, value]) => {
      const at: FieldPath = [...path, 'resources', field, resource];
      const amount = quantityOf(value);
      const range = ranges[resource];
      if (amount === undefined || range === undefined || amount === 0) return [];
      const noun = `container ${name} has ${resource} ${String(value)} in its ${field}`;
      if (amount < range.least)
        return [problem(pod.object, at, `${noun}, ${range.little}`, range.fixLittle)];
      return field === 'requests' && amount > range.most
        ? [problem(pod.object, at, `${noun}, ${range.much}`, range.fixMuch)]
        : [];
    }),
  );

const ranges: Readonly<Record<string, Range>> = {
  cpu: {
    least: 0,
    little: '',
    fixLittle: '',
    // The largest machines of the cloud providers have 1920 virtual CPUs; ordinary ones up to 192.
    most: 384,
    much: 'more cores than a node has, so the pod stays Pending',
    fixMuch: 'write 1000m for one core',
  },
  memory: {
    least: 2 ** 20,
    little: 'less than a mebibyte, so the container does not start',
    fixLittle: 'write Mi for mebibytes; m means thousandths of a byte',
    most: 8 * 2 ** 40,
    much: 'more memory than a node has, so the pod stays Pending',
    fixMuch: 'write Mi for mebibytes or Gi for gibibytes',
  },
};

interface Range {
  readonly least: number;
  readonly little: string;
  readonly fixLittle: string;
  readonly most: number;
  readonly much: string;
  readonly fixMuch: string;
}

function pod(requests: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: nginx:1.29.3, resources: { requests: ${requests} } }
`;
}
