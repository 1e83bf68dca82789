const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const packages = `${pathToFileURL(join(__dirname, '../..')).href}/`;

/** Whether a module is one of the sources of the packages. */
const isSource = (url = '') => url.startsWith(packages) && !url.includes('/node_modules/');

/** What the program imports when a run was not recorded: from here on its modules are built ones, where they are built. */
const first = new Set([`${packages}cli/src/run.ts`, `${packages}cli/src/run-cache/observe.ts`]);

/** The URLs of built modules by those of the sources that they replace (tools/program). */
const builtModules = () => {
  if (process.env.HELM_CHARTS_PROGRAM === 'off') return {};
  const { openProgram } = require('../../../tools/program/open.ts');
  return openProgram(join(__dirname, '../../..'))?.modules ?? {};
};

/**
 * Lets the packages of this repository run from their sources. An import of one source by another says which file it
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
      if (ofSource && /^\..*\.ts$/.test(specifier)) {
        const { href: url } = new URL(specifier, context.parentURL);
        return orBuilt({ url, format: 'module-typescript', shortCircuit: true });
      }
      const isPackage = ofSource && specifier.startsWith('@helm-charts/');
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
