import { readFileSync } from 'node:fs';
import type { Checked, Finding, Position } from '@helm-charts/types';
import { parseAllDocuments } from 'yaml';

/** The YAML documents of a file that an option names. */
export const readDocuments = (file: string, option: string): Checked<readonly unknown[]> => {
  const finding = (position: Position, message: string, fix: string): Finding => ({
    rule: 'input',
    severity: 'error',
    position,
    message,
    fix,
  });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { findings: [finding({ file }, 'there is no such file', `correct ${option}`)] };
  }
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap(({ errors }) => errors);
  if (errors.length > 0) {
    const findings = errors.map(({ linePos, message }) => {
      const { line = 1, col: column = 1 } = linePos?.[0] ?? {};
      const [sentence = ''] = message.split('\n');
      return finding({ file, line, column }, `this is no YAML: ${sentence}`, 'correct the syntax');
    });
    return { findings };
  }
  try {
    return { value: documents.map((document): unknown => document.toJS()), findings: [] };
  } catch {
    const message = 'its aliases expand to far more than the file contains';
    return { findings: [finding({ file }, message, 'write them out')] };
  }
};
