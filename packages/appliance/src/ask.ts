import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { interrupted } from './interrupted.ts';
import type { Screen } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** Asks at the terminal that the process runs at, without the table of its screen; undefined if its input is not a terminal. */
export const asker = (signal: AbortSignal, screen?: Screen): Terminal['ask'] => {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return undefined;
  return async (question, isHidden = false) => {
    // The terminal's own echo is off while readline runs, and readline echoes to nowhere.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({
      input: stdin,
      output: isHidden ? nowhere : stderr,
      terminal: true,
    });
    const resume = screen?.pause();
    // Not before the echo is off, or a quick hand's first letters would be shown. Readline erases the line, and so writes it itself.
    if (isHidden) stderr.write(question);
    const stop = new AbortController();
    // In raw mode Ctrl-C is a character, and no signal is sent.
    lines.on('SIGINT', () => {
      stop.abort();
      process.kill(process.pid, 'SIGINT');
    });
    try {
      return await lines.question(isHidden ? '' : question, {
        signal: AbortSignal.any([signal, stop.signal]),
      });
    } catch (error) {
      throw stop.signal.aborted || signal.aborted ? interrupted() : error;
    } finally {
      lines.close();
      if (isHidden) stderr.write('\n');
      resume?.();
    }
  };
};
