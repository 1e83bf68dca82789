import { NotPlain } from './yaml-plain-scalar.ts';

/** A block of lines: literal, or folded if none of its lines is empty or indented. `header` is `|`, `|-`, `>` or `>-`. */
export const plainBlock = (
  input: { readonly lines: readonly string[]; at: number },
  header: string,
  indent: number,
): string => {
  if (!/^[|>]-?$/.test(header)) throw new NotPlain();
  const start = input.at;
  const own = input.lines[start]?.search(/[^ ]/) ?? -1;
  // Empty lines at the begin need a closer look.
  if (own <= indent) throw new NotPlain();
  const lines: string[] = [];
  for (; input.at < input.lines.length; input.at += 1) {
    const line = input.lines[input.at] ?? '';
    const at = line.search(/[^ ]/);
    if (at >= 0 && at < own) {
      if (at > indent) throw new NotPlain();
      break;
    }
    lines.push(line.slice(own));
  }
  while (lines.at(-1)?.trim() === '') {
    // Spaces may be text.
    if (lines.at(-1) !== '') throw new NotPlain();
    lines.pop();
  }
  const isFolded = header.startsWith('>');
  if (isFolded && lines.some((line) => line === '' || /^\s|\s$/.test(line))) throw new NotPlain();
  return lines.join(isFolded ? ' ' : '\n') + (header.endsWith('-') ? '' : '\n');
};
