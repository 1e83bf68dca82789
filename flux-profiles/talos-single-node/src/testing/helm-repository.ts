import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { helmIn } from '../../../../tools/cluster/publish.ts';
import { officialTemporal } from '../temporal.ts';

export interface HelmRepository extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves a stand-in for Temporal's official chart under its name and version, since tests reach no server outside. It takes the profile's values and has
 * what the rest relies on: the frontend's labels and its port `rpc`, and the chart's security contexts. It proves nothing about the official chart's other objects.
 */
export const serveOfficialTemporal = async (folder: string): Promise<HelmRepository> => {
  const { name, version } = officialTemporal;
  const chart = join(folder, name);
  for (const [path, text] of Object.entries(files(name, version))) {
    await mkdir(dirname(join(chart, path)), { recursive: true });
    await writeFile(join(chart, path), text);
  }
  const served = join(folder, 'served');
  const helm = await helmIn(folder);
  await helm('package', chart, '--destination', served);
  await helm('repo', 'index', served);
  const server = createServer((request, response) => {
    readFile(join(served, new URL(request.url ?? '/', 'http://127.0.0.1').pathname)).then(
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

const files = (name: string, version: string): Readonly<Record<string, string>> => ({
  'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
  'templates/deployment.yaml': `{{- range $component := list "frontend" "history" "matching" "worker" }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $.Values.fullnameOverride }}-{{ $component }}
spec:
  replicas: {{ $.Values.server.replicaCount }}
  selector:
    matchLabels: &labels
      app.kubernetes.io/name: temporal
      app.kubernetes.io/instance: {{ $.Release.Name }}
      app.kubernetes.io/component: {{ $component }}
  template:
    metadata:
      labels: *labels
    spec:
      securityContext: {{ toJson $.Values.server.securityContext }}
      containers:
        - name: temporal-{{ $component }}
          image: temporalio/server:{{ $.Values.server.image.tag }}
          ports: [{ name: rpc, containerPort: 7233 }]
          securityContext: {{ toJson (index $.Values.server $component).containerSecurityContext }}
          resources: {{ toJson $.Values.server.resources }}
{{- end }}
`,
});
