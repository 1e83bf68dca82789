import { boolean, image, integer, object, port, resources } from '@helm-charts/types';

export const hocuspocus = {
  hocuspocus: object('The server of documents that several people edit at once.', {
    enabled: boolean('It runs, and the server waits for it when it starts.', { default: false }),
    image: image('Hocuspocus.', {
      repository: 'harbor.nineminds.com/nineminds/sebastian_hocuspocus',
      tag: '1.0.0',
    }),
    user: integer('User and group of the process, by number.', { default: 1000, minimum: 1 }),
    service: object('How others reach it.', {
      port: port('Port of the Service and of the pod.', { default: 1234 }),
    }),
    persist: object('When a document that is being edited is saved.', {
      afterMilliseconds: integer('After so long without a change.', { default: 2000, minimum: 1 }),
      atLatestMilliseconds: integer('And at the latest after so long.', {
        default: 15_000,
        minimum: 1,
      }),
    }),
    resources: resources('What it asks for and may use.', {
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '512Mi' },
    }),
  }),
};
