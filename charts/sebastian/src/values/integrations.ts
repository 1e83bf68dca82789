import { applicationSecret, integration, secretKey, temporalMembers, url } from '@helm-charts/alga';
import { integer, object, oneOf, optional, string } from '@helm-charts/types';

/** Integrations whose credentials the application reads from its own Secret. */
const own = <const K extends string>(keys: Readonly<Record<K, string>>) => ({
  name: applicationSecret,
  keys,
});

/** Credentials of Google, for mail and for sign-in. */
const google = {
  name: 'google-oauth',
  keys: { clientId: 'GOOGLE_CLIENT_ID', clientSecret: 'GOOGLE_CLIENT_SECRET' },
};

const redirect = optional(string('OAuth redirect URI.', { ...url }));

export const integrations = {
  temporal: object('Connection to Temporal.', {
    ...temporalMembers,
    portalDomainTaskQueue: string('Task queue of the workflows for portal domains.', {
      default: 'portal-domain-workflows',
      minLength: 1,
    }),
    jobRunner: optional(
      string(
        'Runner of background jobs, for example `temporal`. Without it, the application uses its own default.',
        { minLength: 1 },
      ),
    ),
  }),

  integrations: object(
    'Integrations with other services. Each takes its credentials from a Secret.',
    {
      google: integration('Google mail and calendars.', google, {
        projectId: optional(string('Google Cloud project.', { minLength: 1 })),
        redirectUri: redirect,
      }),
      googleSignIn: integration('Sign-in with Google.', google, {}),
      microsoft: integration(
        'Microsoft mail, calendars and sign-in.',
        {
          name: 'microsoft-oauth',
          keys: { clientId: 'MICROSOFT_CLIENT_ID', clientSecret: 'MICROSOFT_CLIENT_SECRET' },
        },
        {
          tenantId: optional(string('ID of the Entra tenant.', { minLength: 1 })),
          redirectUri: redirect,
        },
      ),
      teamsBot: integration(
        'Microsoft Teams bot.',
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
      chatProvider: optional(
        string('Provider of the models of the chat, for example `vertex`.', { minLength: 1 }),
      ),
      vertex: optional(
        object('Models of Google Vertex AI.', {
          projectId: string('Google Cloud project.', { minLength: 1 }),
          location: string('Google Cloud region of the models.', { minLength: 1 }),
          model: string('Name of the model of the chat.', { minLength: 1 }),
          baseUrl: optional(
            string('Base URL of the API. Without it, the application uses its own default.', {
              ...url,
            }),
          ),
          serviceAccount: secretKey('Secret with the JSON key of the service account.'),
        }),
      ),
      stripe: integration(
        'Payments through Stripe.',
        own({
          secretKey: 'stripe_secret_key',
          publishableKey: 'stripe_publishable_key',
          webhookSecret: 'stripe_webhook_secret',
        }),
        {
          masterTenant: optional(
            secretKey('Secret with the ID of the tenant that bills the other tenants.'),
          ),
          prices: object('IDs of the prices in Stripe.', {
            pro: optional(string('Price ID of Pro, monthly.')),
            proAnnual: optional(string('Price ID of Pro, yearly.')),
            earlyAdoptersBase: optional(
              string('Price ID of the base for early adopters, monthly.'),
            ),
            earlyAdoptersBaseAnnual: optional(
              string('Price ID of the base for early adopters, yearly.'),
            ),
            earlyAdoptersUser: optional(string('Price ID of a user for early adopters, monthly.')),
            earlyAdoptersUserAnnual: optional(
              string('Price ID of a user for early adopters, yearly.'),
            ),
          }),
        },
      ),
      applePurchases: integration(
        'In-app purchases on iOS.',
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
        'Sign-in with Apple.',
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
        'Accounting in Xero.',
        { name: 'xero-oauth', keys: { clientId: 'XERO_CLIENT_ID' } },
        {},
      ),
      ninjaone: integration(
        'Devices in NinjaOne.',
        {
          name: 'ninjaone-oauth',
          keys: { clientId: 'NINJAONE_CLIENT_ID', clientSecret: 'NINJAONE_CLIENT_SECRET' },
        },
        { region: oneOf('Region of the account.', ['US', 'EU', 'CA', 'OC'], { default: 'US' }) },
      ),
      ipinfo: integration(
        'Location of IP addresses through IPinfo.',
        own({ token: 'IPINFO_API_TOKEN' }),
        {},
      ),
      store: integration(
        'Nine Minds store.',
        {
          name: 'nm-store-db-secret',
          keys: { temporal: 'TEMPORAL_WEBHOOK_SECRET', alga: 'ALGA_WEBHOOK_SECRET' },
        },
        { url: optional(string('URL of the store.', { ...url })) },
      ),
      license: optional(
        object('License service.', {
          url: string('URL of the license service.', { ...url }),
          secret: optional(secretKey('Secret with the shared secret of the license service.')),
        }),
      ),
      runner: optional(
        object('Extension runner.', {
          url: string('URL of the extension runner.', { ...url }),
          token: secretKey('Secret with the service token of the extension runner.'),
          debug: optional(
            object('Debug stream of the runner, in Redis.', {
              url: secretKey('Secret with the URL of Redis, including its password.'),
              prefix: string('Prefix of the names of the streams.', { minLength: 1 }),
              maxLength: integer('Maximum number of messages in a stream.', { minimum: 1 }),
            }),
          ),
        }),
      ),
    },
  ),
};
