import { expect, test } from 'vitest';
import { expand } from './expand.ts';

const variables = new Map([
  ['word', 'hello'],
  ['empty', ''],
  ['path', 'path/to/file.tar.gz'],
  ['other', 'word'],
  ['long', 'x'.repeat(1_000_000)],
]);

/** In these texts, `@` replaces `$`. */
const text = (written: string) => {
  try {
    const { text, unset } = expand(written.replaceAll('@', '$'), variables);
    return unset.length > 0 ? `unset: ${unset.join(', ')}` : text.replaceAll('$', '@');
  } catch (error) {
    return error instanceof SyntaxError ? `refused: ${error.message}` : error;
  }
};

test.for([
  ['@{word} @{empty}.', 'hello .'],
  ['@word @ @@', '@word @ @'],
  [
    '@{empty:=default} @{empty:-default} @{empty=default} @{none:=default}',
    'default '.repeat(4).trim(),
  ],
  ['@{word:=default}', 'hello'],
  ['@{none:=a@{word}b@{none:-c}}', 'ahellobc'],
  ['@{none:?text} @{none:+text}', 'text text'],
  ['@@{word} @@@{word}', '@{word} @hello'],
  ['@{#word}', '5'],
  ['@{word^} @{word^^}', 'Hello HELLO'],
  ['@{word,} @{word,,}', 'hello hello'],
  ['@{word:1} @{word:1:2} @{word:-2}', 'ello el hello'],
  ['@{word:9}.', '.'],
  ['@{path#*/} @{path##*/}', 'to/file.tar.gz file.tar.gz'],
  ['@{path%.*} @{path%%.*}', 'path/to/file.tar path/to/file'],
  [
    '@{path/to/from} @{path//a/A} @{path/#path/P} @{path/%gz/zip}',
    'path/from/file.tar.gz pAth/to/file.tAr.gz P/to/file.tar.gz path/to/file.tar.zip',
  ],
  ['@{path/\\//-} @{path//./}', 'path-to/file.tar.gz path/to/filetargz'],
] as const)('%s', ([written, expected]) => {
  expect(text(written)).toBe(expected);
});

test.for([
  ['@{none} @{word} @{more}', 'unset: none, more'],
  ['@{#none}', 'unset: none'],
  ['@{none^^}', 'unset: none'],
  ['@{none:0:1}', 'unset: none'],
  ['@{none/a/b}', 'unset: none'],
  ['@{word', 'refused: the expression of word is not closed by }'],
  ['@{word-default}', 'refused: the expression of word is not closed by }'],
  ['@{}', 'refused: @{ is not followed by the name of a variable'],
  ['@{word:1:-9}', 'refused: the length -9 is negative'],
  ['@{word/a}', 'refused: a replacement has no second /'],
  [
    '@{word//l/@{long}}'.repeat(9),
    'refused: the object becomes larger than 3 MiB, which the API server rejects',
  ],
  ['@{word:}', 'refused: an argument of the expression is missing'],
] as const)('%s is an error', ([written, expected]) => {
  expect(text(written)).toBe(expected.replaceAll('refused: @', 'refused: $'));
});
