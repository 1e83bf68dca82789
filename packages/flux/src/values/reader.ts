/** Reads a text piece by piece. A `\\` escapes the next character. */
export interface Reader {
  /**
   * Reads up to one of the stops and consumes it. Returns the text and the stop; the stop is
   * undefined at the end of the input.
   */
  until(stops: string): { readonly text: string; readonly stop: string | undefined };
  /** Consumes a character if it is the next one. */
  skip(char: string): boolean;
  atEnd(): boolean;
}

/** Creates a reader for a text. */
export const reader = (input: string): Reader => {
  const chars = [...input];
  let next = 0;
  return {
    until(stops) {
      let text = '';
      while (next < chars.length) {
        const char = chars[next++] ?? '';
        if (stops.includes(char)) return { text, stop: char };
        text += char === '\\' ? (chars[next++] ?? '') : char;
      }
      return { text, stop: undefined };
    },
    skip(char) {
      if (chars[next] !== char) return false;
      next += 1;
      return true;
    },
    atEnd: () => next >= chars.length,
  };
};
