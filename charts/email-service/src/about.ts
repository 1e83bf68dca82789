import { applicationSecret, workerAbout } from '@helm-charts/alga';

/** Variables of the original chart or its image that are not set, and why. */
export const unset = {
  IMAP_EVENT_CHANNEL_BY_TENANT:
    'nothing reads it: the service sends mail to the webhook of the server',
  IMAP_WEBHOOK_BASE_URL: 'the variable `IMAP_WEBHOOK_URL` has the whole URL',
};

export const about = workerAbout({
  summary: `The Deployment and the Service of a release named \`email-service\` have that name; the port is 8080. The service fetches mail over IMAP and
sends it to the server at \`alga-core-sebastian:3000\`.`,
  secrets: {
    [applicationSecret]: [
      'NEXTAUTH_SECRET',
      'CRYPTR_KEY',
      'TOKEN_SECRET_KEY',
      'IMAP_WEBHOOK_SECRET',
    ],
  },
  leftOut: 'A Secret of its own, which the original chart names but does not render with Vault.',
  unset,
  differences: {
    '`NEXTAUTH_SECRET`, `TOKEN_SECRET_KEY`, `CRYPTO_KEY` and `IMAP_WEBHOOK_SECRET` default to `change-me-in-prod`':
      'they come from the Secret of the server',
    '`IMAP_TLS_REJECT_UNAUTHORIZED` and `IMAP_SOCKET_KEEPALIVE` are `"false"` including the quotes, which counts as true':
      '`true` or `false`',
    'without `webhook.url` the webhook is at `server:3000`, which does not exist':
      'without `webhook.url` it is at the Service of the server',
    '`IMAP_MAX_ATTACHMENT_BYTES` is 0, which counts as not set':
      'set only where `imap.attachmentBytes` is',
    '`IMAP_IDLE_POLL_MS` and `IMAP_WEBHOOK_{TIMEOUT_MS,MAX_ATTEMPTS}` cannot be set':
      '`imap.idlePollMilliseconds` and `webhook`',
    '`VAULT_*_PATH*` is set without Vault': 'set only where `tenantSecrets.vault` is',
    'secrets of tenants are in a folder of the node (`SECRET_FS_BASE_PATH`)':
      'they are on the volume of the server',
    'the init container logs in with `WAIT_DB_USER` and `WAIT_DB_PASSWORD`':
      'it logs in with `DB_USER_SERVER` and a file of the Secret',
    'links in mails begin with `http://localhost:3000`':
      'they begin with the address for users (`NEXTAUTH_URL`, `APPLICATION_URL`, `NEXT_PUBLIC_BASE_URL`, `NEXT_PUBLIC_APP_URL`)',
    '`podAnnotations` have no effect': '`pods.annotations`',
  },
});
