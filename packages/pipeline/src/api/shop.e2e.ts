import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { beforeEach, expect, test, vi } from 'vitest';
import { render } from '../render.ts';
import { changedShop, shop } from '../testing/shop.ts';

beforeEach(() => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '');
  return () => vi.unstubAllEnvs();
});

/** The findings of a render, and its last line. */
const rendered = async (files: Readonly<Record<string, string>>) => {
  const { findings, summary, exitCode } = await render({
    workspace: await workspace(files),
    root: 'clusters/c1',
  });
  return { findings: findings.map(printFinding), summary, exitCode };
};

test('the shop is clean', async () => {
  expect(await rendered(shop)).toEqual({
    findings: [],
    summary: 'clusters/c1: 0 releases, 18 manifests, 0 findings',
    exitCode: 0,
  });
});

const [web, db, report] = ['apps/web.yaml', 'apps/db.yaml', 'apps/report.yaml'] as const;

test.for<readonly [what: string, file: string, from: string, to: string, said: string]>([
  [
    'selector not template',
    web,
    'labels: { app: web }\n      annotations',
    'labels: { app: shop }\n      annotations',
    'spec.template.metadata.labels: Invalid value',
  ],
  [
    'duplicate service port',
    web,
    'nodePort: 30080 }',
    'nodePort: 30080 }\n    - { name: more, port: 80 }',
    'spec.ports[1]: port 80/TCP is in the list twice',
  ],
  ['quantity 1GB', web, 'memory: 256Mi', 'memory: 1GB', 'resources.limits.memory: '],
  [
    'service name 64',
    db,
    'kind: Service\nmetadata:\n  name: db',
    `kind: Service\nmetadata:\n  name: ${'d'.repeat(64)}`,
    'metadata.name: Invalid value',
  ],
  ['cron invalid', report, '15 3 * * *', '15 3 * *', 'spec.schedule: Invalid value'],
  ['negative replicas', web, 'replicas: 2', 'replicas: -2', 'spec.replicas: Invalid value: -2'],
  [
    'name uppercase',
    report,
    'name: report\n  namespace',
    'name: Report\n  namespace',
    'metadata.name: Invalid value: "Report"',
  ],
  ['env value number', web, 'value: "8080"', 'value: 8080', 'env[0].value: got number'],
  [
    'recreate with rolling',
    web,
    'type: RollingUpdate',
    'type: Recreate',
    'spec.strategy.rollingUpdate: Forbidden',
  ],
  [
    'job restart always',
    report,
    'restartPolicy: Never',
    'restartPolicy: Always',
    'restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ],
  ['hpa min gt max', web, 'minReplicas: 2', 'minReplicas: 6', 'spec.maxReplicas: Invalid value: 5'],
  [
    'netpol except outside',
    web,
    'except: [10.1.0.0/16]',
    'except: [192.168.0.0/16]',
    'ipBlock.except[0]: Invalid value',
  ],
  [
    'annotation number',
    web,
    'port: "8080" }',
    'port: 8080 }',
    'annotations["prometheus.io/port"]: got number',
  ],
  [
    'port names twice',
    web,
    'containerPort: 8080 }',
    'containerPort: 8080 }\n            - { name: http, containerPort: 9090 }',
    'ports[1].name: Duplicate value: "http"',
  ],
  [
    'port 70000',
    web,
    'containerPort: 8080',
    'containerPort: 70000',
    'containerPort: Invalid value: 70000',
  ],
  [
    'a mount without a volume',
    web,
    'name: tmp, mountPath',
    'name: temp, mountPath',
    'volumeMounts[0].name: Not found: "temp"',
  ],
  [
    'cidr',
    web,
    'cidr: 10.0.0.0/8',
    'cidr: 10.0.0.0/33',
    'ipBlock.cidr: Invalid value: "10.0.0.0/33"',
  ],
  [
    'privileged',
    web,
    'image: registry.example.com/shop/web:1.4.2',
    'image: registry.example.com/shop/web:1.4.2\n          securityContext: { privileged: true }',
    'violates PodSecurity "baseline:latest": privileged',
  ],
  [
    'spc_t',
    web,
    'image: registry.example.com/shop/web:1.4.2',
    'image: registry.example.com/shop/web:1.4.2\n          securityContext: { seLinuxOptions: { type: spc_t } }',
    'violates PodSecurity "baseline:latest"',
  ],
  [
    'hostPath',
    web,
    'name: tmp, emptyDir: { sizeLimit: 64Mi }',
    'name: tmp, hostPath: { path: /tmp }',
    'violates PodSecurity "baseline:latest"',
  ],
])('%s: one finding', async ([, file, from, to, said]) => {
  const { findings, exitCode } = await rendered(changedShop(file, from, to));
  // Rules may say what else follows from it.
  expect(
    findings.filter((line) => /\[(api|schema|pod-security|list-duplicate)\]$/.test(line)),
  ).toEqual([expect.stringContaining(said)]);
  expect(exitCode).toBe(1);
});

test('a Secret that is not base64 is named with its key', async () => {
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\nimmutable: true\ndata: { ok: Zm9v, bad: Zm9, worse: $% }\n';
  const { findings } = await rendered({
    ...changedShop('apps/kustomization.yaml', '- web.yaml', '- web.yaml\n  - secret.yaml'),
    'apps/secret.yaml': secret,
  });
  expect(findings.filter((line) => line.startsWith('error'))).toMatchInlineSnapshot(`
    [
      "error apps/secret.yaml:5: Secret shop/a: data.bad: the value is not base64, so the API server cannot decode the object; encode it with base64, or move a text to stringData of a Secret or data of a ConfigMap. [api]",
      "error apps/secret.yaml:5: Secret shop/a: data.worse: the value is not base64, so the API server cannot decode the object; encode it with base64, or move a text to stringData of a Secret or data of a ConfigMap. [api]",
    ]
  `);
});
