/** Where the sources of a chart made a manifest, or a part of one that stands there only sometimes. */
const origins = new WeakMap<object, Error>();

/** Notes the call that makes a part of a manifest. The stack is read only where something is wrong with the part. */
export const withOrigin = <T extends object>(part: T): T => {
  origins.set(part, new Error('origin'));
  return part;
};

/** An error whose stack says where a part of a manifest was made; undefined for what a chart writes as plain data. */
export const originOf = (part: object): Error | undefined => origins.get(part);
