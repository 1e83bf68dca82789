import { applicationSecret, integration, secretKey, temporalMembers, url } from '@helm-charts/alga';
import { integer, object, oneOf, optional, string } from '@helm-charts/types';

/** Credentials that the application expects in its own Secret, where others put them, too. */
const own = <const K extends string>(keys: Readonly<Record<K, string>>) => ({
  name: applicationSecret,
  keys,
});

const redirect = optional(string('Where the provider sends users back to.', { ...url }));

export const integrations = {
  temporal: object('The engine of workflows.', {
    ...temporalMembers,
    portalDomainTaskQueue: string('Queue of the workflows for the domains of portals.', {
      default: 'portal-domain-workflows',
      minLength: 1,
    }),
    jobRunner: optional(
      string(
        'What runs background jobs, for instance temporal; without it the application decides.',
        { minLength: 1 },
      ),
    ),
  }),

  integrations: object('Services of others. Each takes its credentials from a Secret.', {
    google: integration(
      'Google mail and calendars.',
      {
        name: 'google-oauth',
        keys: { clientId: 'GOOGLE_CLIENT_ID', clientSecret: 'GOOGLE_CLIENT_SECRET' },
      },
      {
        projectId: optional(string('Project in the Google Cloud.', { minLength: 1 })),
        redirectUri: redirect,
      },
    ),
    googleSignIn: integration(
      'Users sign in with Google.',
      {
        name: 'google-oauth',
        keys: { clientId: 'GOOGLE_CLIENT_ID', clientSecret: 'GOOGLE_CLIENT_SECRET' },
      },
      {},
    ),
    microsoft: integration(
      'Microsoft mail, calendars and sign-in.',
      {
        name: 'microsoft-oauth',
        keys: { clientId: 'MICROSOFT_CLIENT_ID', clientSecret: 'MICROSOFT_CLIENT_SECRET' },
      },
      {
        tenantId: optional(string('Tenant in Entra.', { minLength: 1 })),
        redirectUri: redirect,
      },
    ),
    teamsBot: integration(
      'The bot in Microsoft Teams.',
      own({
        appId: 'TEAMS_BOT_APP_ID',
        tenantId: 'TEAMS_BOT_APP_TENANT_ID',
        password: 'TEAMS_BOT_APP_PASSWORD',
      }),
      {},
    ),
    openai: integration(
      'Models of OpenAI.',
      { name: 'ai-credentials', keys: { apiKey: 'OPENAI_API_KEY' } },
      {},
    ),
    anthropic: integration(
      'Models of Anthropic.',
      { name: 'ai-credentials', keys: { apiKey: 'ANTHROPIC_API_KEY' } },
      {},
    ),
    chatProvider: optional(string('Which provider of models the chat uses.', { minLength: 1 })),
    vertex: optional(
      object('Models of Google Vertex AI.', {
        projectId: string('Project in the Google Cloud.', { minLength: 1 }),
        location: string('Region of the models.', { minLength: 1 }),
        model: string('Model of the chat.', { minLength: 1 }),
        baseUrl: optional(string('Address of the interface, where it is another.', { ...url })),
        serviceAccount: secretKey('The key of the service account, as JSON.'),
      }),
    ),
    stripe: integration(
      'Payments.',
      own({
        secretKey: 'stripe_secret_key',
        publishableKey: 'stripe_publishable_key',
        webhookSecret: 'stripe_webhook_secret',
      }),
      {
        masterTenant: optional(secretKey('The tenant that bills the others.')),
        prices: object('Identifiers of the prices.', {
          pro: optional(string('Pro, by the month.')),
          proAnnual: optional(string('Pro, by the year.')),
          earlyAdoptersBase: optional(string('Early adopters, base, by the month.')),
          earlyAdoptersBaseAnnual: optional(string('Early adopters, base, by the year.')),
          earlyAdoptersUser: optional(string('Early adopters, for a user, by the month.')),
          earlyAdoptersUserAnnual: optional(string('Early adopters, for a user, by the year.')),
        }),
      },
    ),
    applePurchases: integration(
      'Purchases in the app for iOS.',
      own({
        keyId: 'APPLE_IAP_KEY_ID',
        issuerId: 'APPLE_IAP_ISSUER_ID',
        bundleId: 'APPLE_IAP_BUNDLE_ID',
        privateKey: 'APPLE_IAP_PRIVATE_KEY',
        environment: 'APPLE_IAP_ENVIRONMENT',
      }),
      {},
    ),
    appleSignIn: integration(
      'Users sign in with Apple.',
      own({
        bundleId: 'APPLE_SIGN_IN_BUNDLE_ID',
        teamId: 'APPLE_SIGN_IN_TEAM_ID',
        keyId: 'APPLE_SIGN_IN_KEY_ID',
        privateKey: 'APPLE_SIGN_IN_PRIVATE_KEY',
        encryptionKey: 'APPLE_SIGN_IN_ENCRYPTION_KEY',
      }),
      {},
    ),
    xero: integration(
      'Accounts in Xero.',
      { name: 'xero-oauth', keys: { clientId: 'XERO_CLIENT_ID' } },
      {},
    ),
    ninjaone: integration(
      'Devices in NinjaOne.',
      {
        name: 'ninjaone-oauth',
        keys: { clientId: 'NINJAONE_CLIENT_ID', clientSecret: 'NINJAONE_CLIENT_SECRET' },
      },
      { region: oneOf('Where the account is.', ['US', 'EU', 'CA', 'OC'], { default: 'US' }) },
    ),
    ipinfo: integration('Places of addresses.', own({ token: 'IPINFO_API_TOKEN' }), {}),
    store: integration(
      'The shop of Nine Minds.',
      {
        name: 'nm-store-db-secret',
        keys: { temporal: 'TEMPORAL_WEBHOOK_SECRET', alga: 'ALGA_WEBHOOK_SECRET' },
      },
      { url: optional(string('Its address.', { ...url })) },
    ),
    license: optional(
      object('The service of licences.', {
        url: string('Its address.', { ...url }),
        secret: optional(secretKey('What it is shown.')),
      }),
    ),
    runner: optional(
      object('The runner of extensions.', {
        url: string('Its address.', { ...url }),
        token: secretKey('What it is shown.'),
        debug: optional(
          object('Its stream of messages for developers, in a Redis.', {
            url: secretKey('Address of the Redis, with its password.'),
            prefix: string('What the names of streams begin with.', { minLength: 1 }),
            maxLength: integer('Messages kept.', { minimum: 1 }),
          }),
        ),
      }),
    ),
  }),
};
