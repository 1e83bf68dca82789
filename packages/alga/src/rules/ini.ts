/** Keys and values by section. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Parses an ini file. The last of two equal keys wins. */
export const parseIni = (text: string): Ini => {
  const sections = new Map<string, Map<string, string>>();
  let section = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value] = /^([^;#=][^=]*?) *= *(.*)$/.exec(line) ?? [];
    if (header !== undefined) section = header;
    const entries = sections.get(section) ?? new Map<string, string>();
    if (key !== undefined) entries.set(key, value ?? '');
    sections.set(section, entries);
  }
  return sections;
};

/** Parses pairs such as `host=db port=5432`. */
export const parsePairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/(\w+)=('[^']*'|\S*)/g)].map(([, key = '', value = '']) => [
      key,
      value.replaceAll("'", ''),
    ]),
  );
