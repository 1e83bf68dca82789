/** The settings of an ini file by section, without those of the files that it includes. */
export const settingsOf = (
  ini: string,
): Readonly<Record<string, Readonly<Record<string, string>>>> => {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  for (const line of ini.split('\n')) {
    const title = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value = ''] = /^([^;\s]\S*) =\s*(.*)$/.exec(line) ?? [];
    if (title !== undefined) {
      section = {};
      sections[title] = section;
    } else if (key !== undefined) section[key] = value;
    else if (!/^(;.*|%include \/.*)?$/.test(line))
      throw new Error(`neither comment nor setting: ${line}`);
  }
  return sections;
};
