// A render needs neither @helm-charts/generate nor what imports it, so these commands load it when they are called.

/** Adds, updates or removes the packages of dependencies in the folder `charts` of a chart. */
export const dependencies: typeof import('./dependencies/run.ts').dependencies = async (...args) =>
  (await import('./dependencies/run.ts')).dependencies(...args);

/** The files that a chart or profile generates. */
export const filesOf: typeof import('./generate.ts').filesOf = async (...args) =>
  (await import('./generate.ts')).filesOf(...args);

/** Generates the files of a chart or profile, or checks them. */
export const generate: typeof import('./generate.ts').generate = async (...args) =>
  (await import('./generate.ts')).generate(...args);
