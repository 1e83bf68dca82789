import {
  type Differences,
  instead,
  notSet,
  objectDifferences,
  variableDifferences,
} from '@helm-charts/testing/contract';
import { unset } from '../about.ts';
import type { scenarios } from '../scenarios.ts';
import { original } from './upstream.ts';

const placeholder = 'The worker needs the credential of the server, not a placeholder.';

/** Differences between this chart and the original. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<keyof typeof scenarios>>> = {
  'workflow-worker': {
    ...variableDifferences,
    ...notSet(unset),
    NEXTAUTH_SECRET: instead('alga-core-sebastian-secrets/NEXTAUTH_SECRET', placeholder),
    TOKEN_SECRET_KEY: instead('alga-core-sebastian-secrets/TOKEN_SECRET_KEY', placeholder),
    CRYPTO_KEY: instead('alga-core-sebastian-secrets/CRYPTR_KEY', placeholder),
  },
  objects: objectDifferences(original, {
    NEXTAUTH_SECRET: 'alga-core-sebastian-secrets, key NEXTAUTH_SECRET',
    TOKEN_SECRET_KEY: 'alga-core-sebastian-secrets, key TOKEN_SECRET_KEY',
    CRYPTO_KEY: 'alga-core-sebastian-secrets, key CRYPTR_KEY',
  }),
};
