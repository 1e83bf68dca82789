import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  IMAP_EVENT_CHANNEL_BY_TENANT: 'nothing reads it: mail goes to the server by a request',
  IMAP_WEBHOOK_BASE_URL: 'the whole address is in `IMAP_WEBHOOK_URL`',
};

export const about = workerAbout({
  summary: `Deployment and Service are called \`email-service\` (8080) for a release of that name. It fetches mail and tells the server of it,
at \`alga-core-sebastian:3000\`.`,
  secrets: {
    [applicationSecret]: [
      'NEXTAUTH_SECRET',
      'CRYPTR_KEY',
      'TOKEN_SECRET_KEY',
      'IMAP_WEBHOOK_SECRET',
    ],
  },
  leftOut:
    'A Secret of its own, which the original chart names and does not render where Vault is on.',
  unset,
  differences: {
    '`NEXTAUTH_SECRET`, `TOKEN_SECRET_KEY`, `CRYPTO_KEY` and `IMAP_WEBHOOK_SECRET` are `change-me-in-prod` unless others are named':
      'they are those of the server, by the same Secret',
    '`IMAP_TLS_REJECT_UNAUTHORIZED` and `IMAP_SOCKET_KEEPALIVE` are `"false"` with the quotes in them, which is true':
      '`true` or `false`',
    'without `webhook.url` mail is taken to `server:3000`, which is not there':
      'to the Service of the server, unless `webhook.url` is given',
    '`IMAP_MAX_ATTACHMENT_BYTES` is 0, which is taken for nothing': 'set only where it is given',
    '`IMAP_IDLE_POLL_MS` and `IMAP_WEBHOOK_{TIMEOUT_MS,MAX_ATTEMPTS}` cannot be set':
      '`imap.idlePollMilliseconds` and `webhook`',
    '`VAULT_*_PATH*` without a Vault': 'only where `tenantSecrets.vault` is given',
    'tenant secrets in a folder of the node (`SECRET_FS_BASE_PATH`)': 'on the claim of the server',
    'the wait logs in with `WAIT_DB_USER` and `WAIT_DB_PASSWORD`':
      'with `DB_USER_SERVER`, and with a file of the Secret',
    '`podAnnotations` do nothing': '`pods.annotations` do',
  },
});
