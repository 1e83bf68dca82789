import { readFileSync } from 'node:fs';
import { Failure } from '@helm-charts/types';
import { parseAllDocuments } from 'yaml';

/** The YAML documents of a file that an option names. Throws a Failure (2) that says where the file is wrong. */
export const readDocuments = (file: string, option: string): readonly unknown[] => {
  const failure = (where: string, message: string): Failure =>
    new Failure(2, [{ rule: 'input', severity: 'error', where, message }]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw failure(file, `there is no such file; correct ${option}`);
  }
  const documents = parseAllDocuments(text);
  const error = documents.flatMap(({ errors }) => errors).at(0);
  if (error !== undefined) {
    const line = error.linePos?.[0].line ?? 1;
    throw failure(`${file}:${line}`, `this is no YAML: ${error.message.split('\n')[0]}`);
  }
  try {
    return documents.map((document): unknown => document.toJS());
  } catch {
    throw failure(file, 'its aliases would make far more of it than is in it; write them out');
  }
};
