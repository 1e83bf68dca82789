/**
 * A value as JSON, a line for whatever fits into 100 columns, two spaces for each level.
 *
 * That is how biome lays JSON out too, and it keeps a changed property to one line of a diff.
 */
export const printJson = (value: unknown): string => `${print(value, '', 0)}\n`;

const width = 100;

/** `before` is how many columns of the line are taken by what precedes and follows the value. */
const print = (value: unknown, indent: string, before: number): string => {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null) return line;
  if (indent.length + before + line.length <= width && indent !== '') return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, deeper, 1))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + print(item, deeper, name.length + 1);
      });
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
};

const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};
