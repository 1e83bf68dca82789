import { images } from '@helm-charts/alga';
import { boolean, image, integer, object, port, resources } from '@helm-charts/types';

export const hocuspocus = {
  hocuspocus: object('Hocuspocus, the server for collaborative editing.', {
    enabled: boolean('Whether Hocuspocus is installed. The server waits for it when it starts.', {
      default: false,
    }),
    image: image('Image of Hocuspocus.', images.hocuspocus),
    user: integer('Numeric user and group ID of the process.', { default: 1000, minimum: 1 }),
    service: object('Service of Hocuspocus.', {
      port: port('Port of the Service and of the container.', { default: 1234 }),
    }),
    persist: object('Times after which an edited document is saved.', {
      afterMilliseconds: integer('Milliseconds after the last change of the document.', {
        default: 2000,
        minimum: 1,
      }),
      atLatestMilliseconds: integer(
        'Maximum number of milliseconds after the first unsaved change.',
        {
          default: 15_000,
          minimum: 1,
        },
      ),
    }),
    resources: resources('Resources of the container of Hocuspocus.', {
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '512Mi' },
    }),
  }),
};
