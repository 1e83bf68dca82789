import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { helmIn } from '@helm-charts/testing/cluster';

/** A Helm repository on the loopback address. */
export interface ChartRepository extends AsyncDisposable {
  readonly url: string;
}

/**
 * A repository with a chart in the place of Temporal's official one, which can't be fetched here. It takes the same values and makes the pod to which
 * the Service of the profile leads, and nothing else: what the official chart renders is not shown by it.
 */
export const startChartRepository = async (folder: string): Promise<ChartRepository> => {
  const helm = await helmIn(folder);
  for (const [path, text] of Object.entries(standIn)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await helm('package', join(folder, 'temporal'), '--destination', folder);
  await helm('repo', 'index', folder);
  const server = createServer((request, response) => {
    readFile(join(folder, new URL(request.url ?? '/', 'http://x').pathname)).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Of a server that listens on an address and not on a path.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const standIn = {
  'temporal/Chart.yaml': 'apiVersion: v2\nname: temporal\nversion: 1.6.0\nappVersion: 1.31.2\n',
  'temporal/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Values.fullnameOverride }}-frontend
spec:
  replicas: {{ .Values.server.replicaCount }}
  selector:
    matchLabels:
      app.kubernetes.io/name: temporal
      app.kubernetes.io/instance: {{ .Release.Name }}
      app.kubernetes.io/component: frontend
  template:
    metadata:
      labels:
        app.kubernetes.io/name: temporal
        app.kubernetes.io/instance: {{ .Release.Name }}
        app.kubernetes.io/component: frontend
    spec:
      securityContext: {{- toYaml .Values.server.securityContext | nindent 8 }}
      containers:
        - name: temporal-frontend
          image: temporalio/server:{{ .Values.server.image.tag }}
          ports: [{ name: rpc, containerPort: 7233 }]
          securityContext: {{- toYaml .Values.server.frontend.containerSecurityContext | nindent 12 }}
`,
};
