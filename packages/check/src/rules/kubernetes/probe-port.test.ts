import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { probePort } from './probe-port.ts';

const pod = (container: string, others = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 80 }], ${container} }] }
${others}`;

const service = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

const probe = (name: string, port: number) => `${name}: { tcpSocket: { port: ${port} } }`;

test('a number is wrong if another probe uses a port that is listed, or if a Service forwards to the only one', () => {
  const two = `${probe('livenessProbe', 80)}, ${probe('readinessProbe', 81)}`;
  expect(tryRule(probePort, pod(two))).toHaveLength(1);
  expect(tryRule(probePort, pod(probe('livenessProbe', 81), service))).toHaveLength(1);
});

test.each([
  ['a port that is listed', pod(probe('livenessProbe', 80), service)],
  [
    'a port that the program gets as an argument',
    pod(`args: ['--health=:81'], ${probe('livenessProbe', 81)}`, service),
  ],
  ['a port on which controllers answer by default', pod(probe('livenessProbe', 8081), service)],
  ['a port beside one that nobody uses', pod(probe('livenessProbe', 81))],
])('%s is none', (_what, objects) => {
  expect(tryRule(probePort, objects)).toEqual([]);
});
