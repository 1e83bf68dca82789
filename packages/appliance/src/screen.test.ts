import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import { expect, onTestFinished, test } from 'vitest';
import { isLive, screenOn } from './screen.ts';
import { emulate } from './testing/emulator.ts';

const start = ({ columns = 20, rows = 6 } = {}) => {
  const terminal = emulate(columns, rows);
  const stream = Object.assign(new EventEmitter(), { columns, rows, write: terminal.write });
  // A test has no terminal; these are the members that a screen uses.
  const screen = screenOn(stream as unknown as WriteStream, false);
  onTestFinished(screen.end);
  const resize = (width: number) => {
    terminal.resize(width);
    stream.columns = width;
    stream.emit('resize');
  };
  return { terminal, screen, resize };
};

test('draws in place of what was drawn last, and writes above it', () => {
  const { terminal, screen } = start();
  screen.write('before\n');
  screen.draw(['one', 'two', 'three']);
  screen.draw(['four', 'five']);
  screen.write('said\n');
  expect(terminal.isCursorShown()).toBe(false);
  expect(terminal.lines()).toEqual(['before', 'said', 'four', 'five', '']);
  screen.end();
  screen.write('after\n');
  expect(terminal.lines()).toEqual(['before', 'said', 'four', 'five', 'after', '']);
  expect(terminal.isCursorShown()).toBe(true);
});

test('a line as wide as the terminal stays one line', () => {
  const { terminal, screen } = start({ columns: 4 });
  screen.draw(['1234', '5678']);
  screen.draw(['1234', '12345']);
  expect(terminal.lines()).toEqual(['1234', '1234', '']);
});

test('a narrower terminal, which breaks lines, is drawn anew as a whole', () => {
  const { terminal, screen, resize } = start();
  screen.write('before\n');
  const off = screen.onResize(() => screen.draw(['0123456789', '01234']));
  screen.draw(['0123456789abcdef', '01234']);
  resize(10);
  expect(terminal.lines()).toEqual(['before', '0123456789', '01234', '']);
  off();
});

test('a question takes the place of what is drawn', () => {
  const { terminal, screen } = start();
  screen.draw(['one', 'two']);
  const resume = screen.pause();
  expect(terminal.isCursorShown()).toBe(true);
  terminal.write('Name: ');
  screen.draw(['three']);
  expect(terminal.lines()).toEqual(['Name:']);
  terminal.write('Ada\n');
  resume();
  expect(terminal.lines()).toEqual(['Name: Ada', 'three', '']);
  expect(terminal.isCursorShown()).toBe(false);
});

test('what is drawn does not scroll out, whatever is written', () => {
  const { terminal, screen } = start({ rows: 4 });
  for (let index = 0; index < 9; index += 1) {
    screen.draw(['a', 'b', `c${index}`]);
    screen.write(`line ${index}\n`);
  }
  expect(terminal.lines().slice(-5)).toEqual(['line 8', 'a', 'b', 'c8', '']);
  expect(terminal.lines()).toHaveLength(13);
});

test('only both outputs at a terminal that knows control sequences are live', () => {
  const [at, elsewhere] = [{ isTTY: true }, {}];
  expect(isLive([at, at], { TERM: 'xterm' })).toBe(true);
  expect(isLive([at, elsewhere], { TERM: 'xterm' })).toBe(false);
  expect(isLive([at, at], { TERM: 'dumb' })).toBe(false);
  expect(isLive([at, at], { TERM: 'xterm', CI: 'true' })).toBe(false);
});
