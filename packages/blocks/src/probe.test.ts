import { expect, test } from 'vitest';
import { asks, probes, requests, serves } from './probe.ts';

test('a container has as long to live as it says, and then answers two questions', () => {
  const { startupProbe, readinessProbe, livenessProbe } = probes(requests('/ready'), {
    alive: requests('/alive'),
    startSeconds: 300,
  });
  expect((startupProbe.periodSeconds ?? 0) * startupProbe.failureThreshold).toBe(300);
  expect(startupProbe.httpGet.path).toBe('/alive');
  expect(readinessProbe.httpGet.path).toBe('/ready');
  expect(livenessProbe.httpGet.path).toBe('/alive');
});

test('a question is a script, a request or a call', () => {
  expect(requests('/health', 'health')).toEqual({ httpGet: { path: '/health', port: 'health' } });
  expect(asks('true')).toEqual({ exec: { command: ['/bin/sh', '-c', 'true'] } });
  expect(serves(9000, 'a.Service')).toEqual({ grpc: { port: 9000, service: 'a.Service' } });
});
