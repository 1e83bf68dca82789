import { publicAddress, publicUrl } from '@helm-charts/alga';
import { credential, helper, ifSet, names, orDefault } from '@helm-charts/types';
import type { Values } from '../values.ts';

/** Name, version and build of the application. */
export const identity = (v: Values) => ({
  APP_NAME: names.fullname,
  APP_ENV: v.environment,
  NODE_ENV: 'production',
  EDITION: v.edition,
});

export const release = (v: Values) => {
  const build = helper('buildSha', orDefault(v.buildSha, v.server.image.tag));
  return {
    NEXT_PUBLIC_EDITION: v.edition,
    DEPLOYMENT_PROFILE: v.deploymentProfile,
    VERSION: v.version,
    APP_VERSION: v.version,
    NEXT_PUBLIC_APP_VERSION: v.version,
    APP_BUILD_SHA: build,
    NEXT_PUBLIC_APP_BUILD_SHA: build,
  };
};

export const behaviour = (v: Values) => ({
  // The link of the mail that verifies an e-mail address begins with it.
  HOST: publicUrl(v),
  ...publicAddress(v),
  AUTH_TRUST_HOST: 'true',
  NEXTAUTH_SESSION_EXPIRES: v.server.sessionSeconds,
  TOKEN_EXPIRES: v.server.tokenLifetime,
  VERIFY_EMAIL_ENABLED: v.server.verifyEmail,
  SERVER_ACTIONS_BODY_LIMIT: v.server.bodyLimit,
  SEARCH_INDEX_LIVE: v.server.searchIndexLive,
  RATE_LIMIT_ENFORCE: v.server.enforceRateLimit,
  INBOUND_EMAIL_IN_APP_PROCESSING_ENABLED: 'yes',
  EXT_DOMAIN_ROOT: ifSet(v.server.extensionDomain),
  WORKFLOW_RUNTIME_V2_EVENT_CORRELATION_PATHS_JSON: ifSet(v.server.correlationPaths),
});

export const keys = ({ secrets: { existingSecret, keys }, sharedSecrets }: Values) => ({
  ALGA_AUTH_KEY: credential(sharedSecrets.existingSecret, sharedSecrets.keys.auth),
  CRYPTO_KEY: credential(existingSecret, keys.crypt),
  // Signs invitations. Without it, the application uses a public default.
  SECRET_KEY: credential(existingSecret, keys.token),
  TOKEN_SECRET_KEY: credential(existingSecret, keys.token),
  IMAP_WEBHOOK_SECRET: credential(existingSecret, keys.imapWebhook),
});
