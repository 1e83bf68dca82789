import { images, workerScenarios } from '@helm-charts/alga';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

export const scenarios = {
  ...workerScenarios,
  appliance: { ...workerScenarios.appliance, image: images['email-service'] },
  everything: {
    ...workerScenarios.everything,
    environment: 'staging',
    secrets: {
      existingSecret: 'application',
      keys: { nextauth: 'session', crypt: 'crypt', token: 'token', imapWebhook: 'imap' },
    },
    server: { host: 'psa.example.com', port: 3001 },
    webhook: { timeoutMilliseconds: 5000, attempts: 10 },
    imap: {
      attachmentBytes: 10_485_760,
      oauthMechanism: 'OAUTHBEARER',
      verifyCertificates: false,
      keepAlive: false,
      timerJitter: 0,
      reconnectJitter: 0.25,
    },
  },
  'own-webhook': { webhook: { url: 'https://psa.example.com/api/email/webhooks/imap' } },
} satisfies Scenarios<typeof values>;
