import { url } from '@helm-charts/alga';
import { choice, host, optional, port, secretRef, string } from '@helm-charts/types';

const address = { pattern: '^[^\\s@]+@[^\\s@]+$' };

export const mail = {
  mail: choice(
    'How the server sends mail.',
    {
      none: {},
      smtp: {
        host: host('The mail server.'),
        port: port('Its port.', { default: 465 }),
        from: string('Address of the sender.', address),
        username: string('Who logs in to it.', { minLength: 1 }),
        credentials: secretRef('The password of that user.', {
          name: 'mail-credentials',
          keys: { password: 'EMAIL_PASSWORD' },
        }),
      },
      resend: {
        from: string('Address of the sender.', address),
        baseUrl: optional(string('Address of the interface, where it is another.', { ...url })),
        credentials: secretRef('What Resend is shown.', {
          name: 'app-secrets',
          keys: { apiKey: 'RESEND_API_KEY' },
        }),
      },
    },
    { default: 'none' },
  ),
};
