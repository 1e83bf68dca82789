import { type FieldPath, listAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const listDuplicate: Rule = {
  id: 'list-duplicate',
  set: 'kubernetes',
  title: 'Variables, ports, volumes and mount paths appear only once in their list.',
  why: 'Server-side apply uses the name as the key of such a list and refuses an object with the same key twice. Flux and Helm 4 apply objects server-side.',
  source: 'Kubernetes staging/src/k8s.io/api/core/v1/types.go, listMapKey',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env: [{ name: MODE, value: a }, { name: MODE, value: b }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ name: http, port: 80 }, { name: web, port: 80 }] }
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env: [{ name: MODE, value: b }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ name: http, port: 80 }, { name: udp, port: 80, protocol: UDP }] }
`,
  check: ({ pods, services }) => [
    ...pods.flatMap(({ object, spec, path, containers }) => [
      ...duplicates(spec, 'volumes', keyOfVolume).map(({ key, at }) =>
        problem(object, [...path, 'spec', ...at], `volume ${key} is in the list twice`, remedy),
      ),
      ...containers.flatMap(({ name, fields, path: own }) =>
        lists.flatMap(({ field, noun, keyOf }) =>
          duplicates(fields, field, keyOf).map(({ key, at }) =>
            problem(object, [...own, ...at], `container ${name} has ${noun} ${key} twice`, remedy),
          ),
        ),
      ),
    ]),
    ...services.flatMap(({ object }) =>
      duplicates(object.manifest.spec, 'ports', keyOfServicePort).map(
        ({ key, at }): Problem =>
          problem(object, ['spec', ...at], `port ${key} is in the list twice`, remedy),
      ),
    ),
  ],
};

const remedy = 'remove or rename one; server-side apply refuses the object';

type Fields = Readonly<Record<string, unknown>>;

const keyOfVolume = ({ name }: Fields): string => String(name);

const keyOfServicePort = ({ port, protocol = 'TCP' }: Fields): string => `${port}/${protocol}`;

const lists = [
  { field: 'env', noun: 'variable', keyOf: ({ name }: Fields) => String(name) },
  {
    field: 'ports',
    noun: 'port',
    keyOf: ({ containerPort, protocol = 'TCP' }: Fields) => `${containerPort}/${protocol}`,
  },
  {
    field: 'volumeMounts',
    noun: 'mount path',
    keyOf: ({ mountPath }: Fields) => String(mountPath),
  },
] as const;

/** The items of a list whose key an earlier item has. */
const duplicates = (
  value: unknown,
  field: string,
  keyOf: (item: Fields) => string,
): readonly { readonly key: string; readonly at: FieldPath }[] => {
  const keys = listAt(value, field).map((item) => keyOf(Object(item) as Fields));
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [{ key, at: [field, index] }] : [],
  );
};
