/** Where a character is two columns wide: East Asian scripts, full-width forms and emoji. */
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uFF01-\uFF60]/u;

/** How many columns of a terminal a text takes. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

/** A text of at most so many columns, with … at its end where something is missing. */
export const cut = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  return `${start([...text], columns - 1)}…`;
};

/** As `cut`, with … in the middle: names of pods differ at their ends. */
export const cutMiddle = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  const characters = [...text];
  const end = [...start(characters.toReversed(), Math.floor((columns - 1) / 2))].toReversed();
  const before = start(characters, columns - 1 - widthOf(end.join('')));
  return `${before}…${end.join('')}`;
};

export const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** Messages of a cluster must not move the cursor or change the colours of a terminal. */
export const plainText = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const start = (characters: readonly string[], columns: number): string => {
  let width = 0;
  const end = characters.findIndex((character) => {
    width += widthOf(character);
    return width > columns;
  });
  return characters.slice(0, end === -1 ? characters.length : end).join('');
};
