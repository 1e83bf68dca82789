import { credentialOf, integrationVariables } from '@helm-charts/alga';
import { environment, ifSet } from '@helm-charts/types';
import type { Values } from '../values.ts';

export const payments = ({ integrations: { stripe } }: Values) => {
  const { prices } = stripe;
  return integrationVariables(
    stripe,
    (keys) => ({
      STRIPE_SECRET_KEY: keys.secretKey,
      NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY: keys.publishableKey,
      STRIPE_WEBHOOK_SECRET: keys.webhookSecret,
    }),
    {
      MASTER_BILLING_TENANT_ID: ifSet(stripe.masterTenant, credentialOf),
      STRIPE_PRO_PRICE_ID: ifSet(prices.pro),
      STRIPE_PRO_ANNUAL_PRICE_ID: ifSet(prices.proAnnual),
      STRIPE_EARLY_ADOPTERS_BASE_PRICE_ID: ifSet(prices.earlyAdoptersBase),
      STRIPE_EARLY_ADOPTERS_BASE_ANNUAL_PRICE_ID: ifSet(prices.earlyAdoptersBaseAnnual),
      STRIPE_EARLY_ADOPTERS_USER_PRICE_ID: ifSet(prices.earlyAdoptersUser),
      STRIPE_EARLY_ADOPTERS_USER_ANNUAL_PRICE_ID: ifSet(prices.earlyAdoptersUserAnnual),
    },
  );
};

export const apple = ({ integrations: { applePurchases, appleSignIn } }: Values) => [
  integrationVariables(applePurchases, (keys) => ({
    APPLE_IAP_KEY_ID: keys.keyId,
    APPLE_IAP_ISSUER_ID: keys.issuerId,
    APPLE_IAP_BUNDLE_ID: keys.bundleId,
    APPLE_IAP_PRIVATE_KEY: keys.privateKey,
    APPLE_IAP_ENVIRONMENT: keys.environment,
  })),
  integrationVariables(appleSignIn, (keys) => ({
    APPLE_SIGN_IN_BUNDLE_ID: keys.bundleId,
    APPLE_SIGN_IN_TEAM_ID: keys.teamId,
    APPLE_SIGN_IN_KEY_ID: keys.keyId,
    APPLE_SIGN_IN_PRIVATE_KEY: keys.privateKey,
    APPLE_SIGN_IN_ENCRYPTION_KEY: keys.encryptionKey,
  })),
];

/** Licenses and the store of Nine Minds. */
export const vendor = ({ integrations: { license, store } }: Values) => [
  ifSet(license, ({ url, secret }) =>
    environment({
      ALGA_LICENSE_SERVICE_URL: url,
      ALGA_LICENSE_SERVICE_SECRET: ifSet(secret, credentialOf),
    }),
  ),
  integrationVariables(
    store,
    (keys) => ({
      TEMPORAL_WEBHOOK_SECRET: keys.temporal,
      ALGA_WEBHOOK_SECRET: keys.alga,
    }),
    {
      NM_STORE_URL: ifSet(store.url),
      // The application reads this name.
      NM_STORE_BASE_URL: ifSet(store.url),
    },
  ),
];
