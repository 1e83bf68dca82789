/** What a terminal of a size shows after a text, with what has scrolled out above it. */
export interface Emulator {
  readonly write: (text: string) => void;
  /** Makes the terminal wider or narrower; a narrower one breaks lines that do not fit, as most terminals do. */
  readonly resize: (columns: number) => void;
  readonly lines: () => readonly string[];
  readonly isCursorShown: () => boolean;
}

/** Plays a terminal as far as the program uses one: lines, cursor up, erase, autowrap, columns, and whether the cursor is shown. */
export const emulate = (columns: number, rows: number): Emulator => {
  let lines = [''];
  let [row, column] = [0, 0];
  let isCursorShown = true;
  let wraps = true;

  const down = () => {
    row += 1;
    if (row === lines.length) lines.push('');
  };
  const put = (character: string) => {
    if (column >= columns) {
      if (!wraps) return;
      down();
      column = 0;
    }
    const line = (lines[row] ?? '').padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column += 1;
  };
  const control = (parameter: string, command: string) => {
    // What has scrolled out cannot be reached.
    if (command === 'G') column = Number(parameter) - 1;
    else if (command === 'A') row = Math.max(row - Number(parameter || 1), lines.length - rows, 0);
    else if (command === 'J') {
      lines = [...lines.slice(0, row), (lines[row] ?? '').slice(0, column)];
    } else if (command === 'K' && parameter === '2') lines[row] = '';
    else if (parameter === '?25') isCursorShown = command === 'h';
    else if (parameter === '?7') wraps = command === 'h';
    else if (command !== 'm') throw new Error(`unknown control sequence ${parameter}${command}`);
  };

  return {
    write: (text) => {
      for (const [, parameter, command = '', character = ''] of text.matchAll(sequences)) {
        if (parameter !== undefined) control(parameter, command);
        else if (character === '\n') {
          down();
          column = 0;
        } else if (character === '\r') column = 0;
        else put(character);
      }
    },
    resize: (width) => {
      columns = width;
      const below = lines.slice(row);
      const broken = lines.slice(0, row).flatMap((line) => line.match(pieces(width)) ?? ['']);
      lines = [...broken, ...below];
      row = broken.length;
    },
    lines: () => lines.map((line) => line.trimEnd()),
    isCursorShown: () => isCursorShown,
  };
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with one.
const sequences = /\x1b\[([?\d]*)([A-Za-z])|(.|\n|\r)/gu;

const pieces = (width: number): RegExp => new RegExp(`.{1,${width}}`, 'gu');
