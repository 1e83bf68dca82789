// Most runs are renders, and these commands have many modules: each command loads its own when it is called.

/** Checks values files against the schema of a chart. */
export const checkValues: typeof import('./check-values.ts').checkValues = async (...args) =>
  (await import('./check-values.ts')).checkValues(...args);

/** Adds, updates or removes the packages of dependencies in the folder `charts` of a chart. */
export const dependencies: typeof import('./dependencies/run.ts').dependencies = async (...args) =>
  (await import('./dependencies/run.ts')).dependencies(...args);

/** The files that a chart or profile generates. */
export const filesOf: typeof import('./generate.ts').filesOf = async (...args) =>
  (await import('./generate.ts')).filesOf(...args);

/** Generates the files of a chart or profile, or checks them. */
export const generate: typeof import('./generate.ts').generate = async (...args) =>
  (await import('./generate.ts')).generate(...args);

/** Lints a chart as `helm lint` does. */
export const lint: typeof import('./lint.ts').lint = async (...args) =>
  (await import('./lint.ts')).lint(...args);

/** Adds schemas of custom resources to a workspace. */
export const addSchemas: typeof import('./schemas/add.ts').addSchemas = async (...args) =>
  (await import('./schemas/add.ts')).addSchemas(...args);

/** Lists the kinds with a schema. */
export const listSchemas: typeof import('./schemas/list.ts').listSchemas = async (...args) =>
  (await import('./schemas/list.ts')).listSchemas(...args);

/** Says which template line reads which value of a chart. */
export const traceValues: typeof import('./trace-values.ts').traceValues = async (...args) =>
  (await import('./trace-values.ts')).traceValues(...args);
