import { expect, test } from 'vitest';
import { execProbe, grpcProbe, httpProbe, probes } from './probe.ts';

test('the startup probe lasts startSeconds, then readiness and liveness probes follow', () => {
  const { startupProbe, readinessProbe, livenessProbe } = probes(httpProbe('/ready'), {
    alive: httpProbe('/alive'),
    startSeconds: 300,
  });
  expect((startupProbe.periodSeconds ?? 0) * startupProbe.failureThreshold).toBe(300);
  expect(startupProbe.httpGet.path).toBe('/alive');
  expect(readinessProbe.httpGet.path).toBe('/ready');
  expect(livenessProbe.httpGet.path).toBe('/alive');
});

test('a probe is exec, HTTP, TCP or gRPC', () => {
  expect(httpProbe('/health', 'health')).toEqual({ httpGet: { path: '/health', port: 'health' } });
  expect(execProbe('true')).toEqual({ exec: { command: ['/bin/sh', '-c', 'true'] } });
  expect(grpcProbe(9000, 'a.Service')).toEqual({ grpc: { port: 9000, service: 'a.Service' } });
});
