import { url } from '@helm-charts/alga';
import { choice, host, optional, port, secretRef, string } from '@helm-charts/types';

const address = { pattern: '^[^\\s@]+@[^\\s@]+$' };

export const mail = {
  mail: choice(
    'Outgoing mail of the server.',
    {
      none: {},
      smtp: {
        host: host('Host name or IP address of the SMTP server.'),
        port: port('Port.', { default: 465 }),
        from: string('E-mail address of the sender.', address),
        username: string('User name for the SMTP server.', { minLength: 1 }),
        credentials: secretRef('Secret with the password of the user.', {
          name: 'mail-credentials',
          keys: { password: 'EMAIL_PASSWORD' },
        }),
      },
      resend: {
        from: string('E-mail address of the sender.', address),
        baseUrl: optional(
          string(
            'Base URL of the API of Resend. Without it, the application uses its own default.',
            { ...url },
          ),
        ),
        credentials: secretRef('Secret with the API key of Resend.', {
          name: 'app-secrets',
          keys: { apiKey: 'RESEND_API_KEY' },
        }),
      },
    },
    { default: 'none' },
  ),
};
