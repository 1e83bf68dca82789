/** The path of a field as people write it: `spec.ports[0].name`, `spec.ports[*].name` of all ports, `metadata.labels["example.com/team"]`; empty for no keys. */
export const fieldPath = (keys: readonly string[]): string =>
  keys.reduce((path, key) => {
    if (/^(\d+|\*)$/.test(key)) return `${path}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
