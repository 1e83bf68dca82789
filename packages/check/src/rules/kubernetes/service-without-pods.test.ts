import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { serviceWithoutPods } from './service-without-pods.ts';

test('allows a Service without a selector, whose endpoints are managed elsewhere', () => {
  const service = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`;
  expect(tryRule(serviceWithoutPods, service)).toEqual([]);
});
