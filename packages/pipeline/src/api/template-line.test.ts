import { expect, test } from 'vitest';
import { templateLine } from './template-line.ts';

const template = `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      {{- with .Values.name }}
      serviceAccountName: {{ . }}
      {{- end }}
      containers:
      - name: web
        image: nginx
        ports:
          - containerPort: 80
            name: http
          - containerPort: {{ .Values.port }}
      - name: side
        image: busybox
        env:
          {{- range .Values.env }}
          - name: {{ .name }}
          {{- end }}
  strategy:
    type: Recreate
---
kind: Service
metadata:
  name: "one"
spec:
  ports: [{ port: 80 }]
---
kind: Service
metadata:
  name: two
spec:
  clusterIP: None
{{- end }}
`;

const line = (kind: string, name: string, ...path: readonly (string | number)[]) =>
  templateLine(template, { apiVersion: 'v1', kind, metadata: { name } }, path);

const containers = ['spec', 'template', 'spec', 'containers'] as const;

test.each<[number | undefined, string, string, ...(string | number)[]]>([
  [3, 'Deployment', 'web'],
  [9, 'Deployment', 'web', 'spec', 'replicas'],
  [6, 'Deployment', 'web', 'metadata', 'labels', 'app'],
  [13, 'Deployment', 'web', 'spec', 'template', 'spec', 'serviceAccountName'],
  [16, 'Deployment', 'web', ...containers, 0],
  [16, 'Deployment', 'web', ...containers, 0, 'name'],
  [17, 'Deployment', 'web', ...containers, 0, 'image'],
  [21, 'Deployment', 'web', ...containers, 0, 'ports', 1, 'containerPort'],
  [23, 'Deployment', 'web', ...containers, 1, 'image'],
  [24, 'Deployment', 'web', ...containers, 1, 'env', 3, 'name'],
  [24, 'Deployment', 'web', ...containers, 1, 'env', 0, 'name'],
  [29, 'Deployment', 'web', 'spec', 'strategy', 'type'],
  [28, 'Deployment', 'web', 'spec', 'strategy', 'rollingUpdate'],
  [35, 'Service', 'one', 'spec', 'ports', 0, 'port'],
  [41, 'Service', 'two', 'spec', 'clusterIP'],
  [undefined, 'Service', 'three', 'spec'],
  [undefined, 'Secret', 'one', 'spec'],
])('line %s', (expected, kind, name, ...path) => {
  expect(line(kind, name, ...path)).toBe(expected);
});
