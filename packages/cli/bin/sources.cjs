const { existsSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const root = pathToFileURL(join(__dirname, '../../..')).href;
const packages = `${root}/packages/`;
const others = [`${root}/charts/`, `${root}/flux-profiles/`];

const isInstalled = (url) => url.includes('/node_modules/');

/** Whether a module is one of the sources of the packages. */
const isSource = (url = '') => url.startsWith(packages) && !isInstalled(url);

/** Whether a module is one of the sources of the charts and profiles, which may name a file that does not exist. */
const isOther = (url = '') => others.some((folder) => url.startsWith(folder)) && !isInstalled(url);

/** What the program imports when a run was not recorded: from here on its modules are built ones, where they are built. */
const first = new Set([`${packages}cli/src/run.ts`, `${packages}cli/src/run-cache/observe.ts`]);

/** The URLs of built modules by those of the sources that they replace (tools/program). */
const builtModules = () => {
  if (process.env.HELM_CHARTS_PROGRAM === 'off') return {};
  const { openProgram } = require('../../../tools/program/open.ts');
  return openProgram(join(__dirname, '../../..'))?.modules ?? {};
};

/**
 * Lets the packages, charts and profiles of this repository run from their sources. An import of one source by another says which file it
 * means, so Node need not look for it: with some hundred modules that takes as long as to load them.
 */
exports.runFromSources = () => {
  const known = new Map();
  let built;
  const orBuilt = (resolved) => {
    if (first.has(resolved.url)) built ??= builtModules();
    const url = built?.[resolved.url];
    return url === undefined ? resolved : { url, format: 'module', shortCircuit: true };
  };
  registerHooks({
    resolve: (specifier, context, next) => {
      const ofSource = isSource(context.parentURL);
      const ofOther = isOther(context.parentURL);
      if ((ofSource || ofOther) && /^\..*\.ts$/.test(specifier)) {
        const url = new URL(specifier, context.parentURL);
        if (ofSource || existsSync(url))
          return orBuilt({ url: url.href, format: 'module-typescript', shortCircuit: true });
      }
      const isPackage = (ofSource || ofOther) && specifier.startsWith('@helm-charts/');
      const resolved =
        (isPackage ? known.get(specifier) : undefined) ??
        next(specifier, {
          ...context,
          conditions: [...context.conditions, '@helm-charts/source'],
        });
      if (isPackage) known.set(specifier, { ...resolved, shortCircuit: true });
      return orBuilt(resolved);
    },
  });
};
