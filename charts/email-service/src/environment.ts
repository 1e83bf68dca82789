import { serverUrl, sessionSecret } from '@helm-charts/alga';
import { credentials, environment, ifSet, orDefault, text } from '@helm-charts/types';
import { port, type Values } from './values.ts';

/** Environment variables of this service only. */
export const variables = (v: Values) =>
  environment({
    PORT: port.number,
    APP_ENV: v.environment,
    APP_NAME: 'alga-psa',
    ...sessionSecret(v.secrets),
    ...credentials(v.secrets, (keys) => ({
      CRYPTO_KEY: keys.crypt,
      TOKEN_SECRET_KEY: keys.token,
      IMAP_WEBHOOK_SECRET: keys.imapWebhook,
    })),
    IMAP_WEBHOOK_URL: orDefault(v.webhook.url, text`${serverUrl(v)}/api/email/webhooks/imap`),
    IMAP_WEBHOOK_TIMEOUT_MS: v.webhook.timeoutMilliseconds,
    IMAP_WEBHOOK_MAX_ATTEMPTS: v.webhook.attempts,
    ...imap(v),
  });

const imap = ({ imap }: Values) => ({
  IMAP_PROVIDER_REFRESH_MS: imap.refreshMilliseconds,
  IMAP_POLL_INTERVAL_MS: imap.pollMilliseconds,
  IMAP_IDLE_POLL_MS: imap.idlePollMilliseconds,
  IMAP_LEASE_TTL_MS: imap.leaseMilliseconds,
  IMAP_CONNECTION_TIMEOUT_MS: imap.connectMilliseconds,
  IMAP_FETCH_DELAY_MS: imap.fetchDelayMilliseconds,
  IMAP_STARTUP_STAGGER_MS: imap.startupStaggerMilliseconds,
  IMAP_MAX_CONNECTIONS_PER_TENANT: imap.connectionsPerTenant,
  IMAP_MAX_EMAILS_PER_SYNC: imap.mailsPerSync,
  IMAP_MAX_ATTACHMENT_BYTES: ifSet(imap.attachmentBytes),
  IMAP_OAUTH_AUTH_MECHANISM: imap.oauthMechanism,
  IMAP_TLS_REJECT_UNAUTHORIZED: imap.verifyCertificates,
  IMAP_SOCKET_KEEPALIVE: imap.keepAlive,
  IMAP_TIMER_JITTER_PCT: imap.timerJitter,
  IMAP_RECONNECT_JITTER_PCT: imap.reconnectJitter,
});
