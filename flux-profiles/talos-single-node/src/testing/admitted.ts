import type { Cluster } from '@helm-charts/testing/cluster';
import { expect } from 'vitest';

/** Admission has let everything in, under the labels of the namespaces. */
export const expectAdmitted = async (cluster: Cluster): Promise<void> => {
  for (const name of ['alga-system', 'msp']) {
    expect(await cluster.get(`namespace/${name}`)).toMatchObject({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
  }
  const events = await cluster.list('events', 'msp');
  expect(events.filter(({ reason }) => reason === 'FailedCreate')).toEqual([]);
  const deployments = await cluster.list('deployments', 'msp');
  expect(deployments.length).toBeGreaterThanOrEqual(6);
  for (const { metadata, status } of deployments) {
    const available = status?.conditions?.find(({ type }) => type === 'Available');
    expect([metadata.name, available?.status]).toEqual([metadata.name, 'True']);
  }
};
