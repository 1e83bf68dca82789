import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { widthOf } from './table/cut.ts';

/** A terminal whose last lines are drawn anew again and again. */
export interface Screen {
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly hasColour: boolean;
  /** Replaces what was drawn last. */
  readonly draw: (lines: readonly string[]) => void;
  /** Writes text above what is drawn. */
  readonly write: (text: string) => void;
  /** Takes away what is drawn until the returned function is called, since somebody is asked something. */
  readonly pause: () => () => void;
  /** Leaves what is drawn where it is. */
  readonly end: () => void;
  /** Calls the listener when the size has changed. The returned function removes it. */
  readonly onResize: (listener: () => void) => () => void;
}

/** Draws on a terminal with the control sequences that all of them know (ECMA-48, and DEC's for the cursor and for long lines). */
export const screenOn = (stream: WriteStream, hasColour: boolean): Screen => {
  let drawn: readonly string[] = [];
  let isOpen = false;
  let isPaused = false;
  // A pseudo-terminal may have no size.
  const size = () => ({ columns: stream.columns || 80, rows: stream.rows || 24 });

  /** Moves the cursor to the first line drawn. A terminal that was made narrower has broken long lines. */
  const back = (): string => {
    const { columns, rows } = size();
    const height = drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)),
      0,
    );
    return height === 0 ? '' : `\r\x1b[${Math.min(height, rows - 1)}A`;
  };
  // A line is erased before it is written: after its last column, some terminals would erase that.
  const text = (): string => drawn.map((line) => `\x1b[2K${line}\n`).join('');
  const showCursor = () => void stream.write('\x1b[?25h');

  return {
    size,
    hasColour,
    draw: (lines) => {
      const start = back();
      if (!isOpen) process.once('exit', showCursor);
      isOpen = true;
      drawn = lines;
      if (!isPaused) stream.write(`\x1b[?25l\x1b[?7l${start}${text()}\x1b[0J\x1b[?7h`);
    },
    write: (above) => {
      if (!isOpen || isPaused) stream.write(above);
      else stream.write(`${back()}\x1b[0J${above}\x1b[?7l${text()}\x1b[?7h`);
    },
    pause: () => {
      if (isOpen) stream.write(`${back()}\x1b[0J\x1b[?25h`);
      isPaused = true;
      return () => {
        isPaused = false;
        if (isOpen) stream.write(`\x1b[?25l\x1b[?7l${text()}\x1b[?7h`);
      };
    },
    end: () => {
      if (!isOpen) return;
      isOpen = false;
      drawn = [];
      process.removeListener('exit', showCursor);
      showCursor();
    },
    onResize: (listener) => {
      stream.on('resize', listener);
      return () => void stream.off('resize', listener);
    },
  };
};

const width = (line: string): number => widthOf(stripVTControlCharacters(line));

/** Whether a live table is of use: someone reads both outputs at a terminal that knows control sequences. */
export const isLive = (
  streams: readonly { readonly isTTY?: boolean }[],
  { TERM, CI }: Readonly<Record<string, string | undefined>>,
): boolean => streams.every(({ isTTY }) => isTTY === true) && TERM !== 'dumb' && !CI;
