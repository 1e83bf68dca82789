import { credential, environment, ifSet, match } from '@helm-charts/types';
import type { Values } from '../values.ts';

export const mail = (v: Values) => [
  match(v.mail, {
    none: () => environment({ EMAIL_ENABLE: 'false' }),
    smtp: ({ host, port, from, username, credentials: { existingSecret, keys } }) =>
      environment({
        EMAIL_ENABLE: 'true',
        EMAIL_PROVIDER_TYPE: 'smtp',
        EMAIL_FROM: from,
        EMAIL_HOST: host,
        EMAIL_PORT: port,
        EMAIL_USERNAME: username,
        EMAIL_PASSWORD: credential(existingSecret, keys.password),
      }),
    resend: ({ from, baseUrl, credentials: { existingSecret, keys } }) =>
      environment({
        EMAIL_ENABLE: 'true',
        EMAIL_PROVIDER_TYPE: 'resend',
        EMAIL_FROM: from,
        // The entrypoint of the image requires these for every provider; Resend accepts mail over SMTP, too.
        EMAIL_HOST: 'smtp.resend.com',
        EMAIL_PORT: '465',
        EMAIL_USERNAME: 'resend',
        EMAIL_PASSWORD: credential(existingSecret, keys.apiKey),
        RESEND_API_KEY: credential(existingSecret, keys.apiKey),
        RESEND_BASE_URL: ifSet(baseUrl),
      }),
  }),
];
