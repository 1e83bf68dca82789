import { images, metrics as metricsOf } from '@helm-charts/alga';
import { image, object, quantity, resources } from '@helm-charts/types';

export const metrics = {
  metrics: metricsOf({
    postgres: object('Exporter of the Postgres of this chart.', {
      image: image('Image of the exporter.', images['postgres-exporter']),
      resources: object(
        'Resources of the exporter. Requests equal limits, so that the kubelet evicts the pod of Postgres last.',
        {
          cpu: quantity('CPU.', { default: '50m' }),
          memory: quantity('Memory.', { default: '64Mi' }),
        },
      ),
    }),
    redis: object('Exporter of the Redis of this chart.', {
      image: image('Image of the exporter.', images['redis-exporter']),
      resources: resources('Resources of the exporter.', {
        requests: { cpu: '10m', memory: '32Mi' },
        limits: { memory: '64Mi' },
      }),
    }),
  }),
};
