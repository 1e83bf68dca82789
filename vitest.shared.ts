import { join } from 'node:path';

const condition = '@helm-charts/source';
const conditions = [condition, 'module', 'node', 'development|production'];

/** Lets tests, and the programs that they start, import the packages of this repository from their sources, and leave the cache of the user alone. */
export const sources = {
  ssr: { resolve: { conditions } },
  env: {
    NODE_OPTIONS: `--conditions=${condition}`,
    // Whether a machine has the program with the rules of the API server must not change what other tests see; those that need it turn it on.
    HELM_CHARTS_APISERVER: 'off',
    HELM_CHARTS_CACHE: join(import.meta.dirname, 'node_modules/.cache/helm-charts-tests'),
  },
};
