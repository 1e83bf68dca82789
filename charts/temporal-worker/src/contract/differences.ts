import {
  type Differences,
  instead,
  notSet,
  objectDifferences,
  onDemand,
  renamed,
  variableDifferences,
} from '@helm-charts/testing/contract';
import { unset } from '../about.ts';
import type { scenarios } from '../scenarios.ts';
import { original } from './upstream.ts';

const switchedOn = 'An optional reference hides a missing Secret, so a value enables it.';

/** Differences between this chart and the original. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<keyof typeof scenarios>>> = {
  'temporal-worker': {
    ...variableDifferences,
    ...notSet(unset),
    APPLICATION_URL: instead(
      'https://alga.local:30443',
      'The worker writes it into mails, so it is the address for users.',
    ),
    NEXT_PUBLIC_BASE_URL: instead('https://alga.local:30443', 'It has the port for users.'),
    RESEND_API_KEY: onDemand('everything', switchedOn),
    STRIPE_SECRET_KEY: onDemand('everything', switchedOn),
    ITERATIONS: instead(
      '10000',
      'The workers hash with 10000 rounds. With other rounds in the server, users could not log in.',
    ),
    INTERNAL_API_SHARED_SECRET: onDemand(
      'everything',
      'The server and the worker are not known to read it, and a placeholder is unsafe.',
    ),
    ALGA_AUTH_KEY: instead(
      'alga-psa-shared/ALGA_AUTH_KEY',
      'The worker needs the credential of the server, not a placeholder.',
    ),
  },
  objects: {
    ...objectDifferences(original, {
      ALGA_AUTH_KEY: 'alga-psa-shared, key ALGA_AUTH_KEY',
      NEXTAUTH_SECRET: 'alga-core-sebastian-secrets, key NEXTAUTH_SECRET',
    }),
    'Secret stripe-credentials, key STRIPE_SECRET_KEY': renamed(
      'Secret alga-core-sebastian-secrets, key stripe_secret_key',
      'The server reads the same key.',
    ),
  },
};
