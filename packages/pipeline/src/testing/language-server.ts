import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** The language server of TypeScript, as an editor starts it. */
export interface LanguageServer {
  /** Asks about the character at this offset of a file. */
  readonly ask: (method: string, offset: number) => Promise<unknown>;
  readonly request: (method: string, params: object) => Promise<unknown>;
  readonly close: () => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Starts the server in a folder and opens a file of it. */
export const openLanguageServer = async (
  folder: string,
  file: string,
  text: string,
): Promise<LanguageServer> => {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const child = spawn(process.execPath, [join(typescript, 'bin/tsc'), '--lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const answers = new Map<number, (message: Message) => void>();
  readMessages(child, (message) => {
    if (message.id === undefined) return;
    // The server asks for settings, of which there are none.
    if (message.method !== undefined) send(child, { id: message.id, result: null });
    else answers.get(message.id)?.(message);
  });
  const request = async (method: string, params: object): Promise<unknown> => {
    const id = answers.size + 1;
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve));
    send(child, { id, method, params });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const rootUri = pathToFileURL(folder).href;
  const uri = pathToFileURL(join(folder, file)).href;
  await request('initialize', { processId: process.pid, rootUri, capabilities: {} });
  send(child, { method: 'initialized', params: {} });
  send(child, {
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
  });
  return {
    request,
    ask: (method, offset) => {
      const before = text.slice(0, offset).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length };
      return request(method, { textDocument: { uri }, position });
    },
    close: () => child.kill(),
  };
};

type Server = ChildProcessByStdio<Writable, Readable, null>;

const send = ({ stdin }: Server, message: object): void => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
};

const readMessages = ({ stdout }: Server, receive: (message: Message) => void): void => {
  let unread = Buffer.alloc(0);
  stdout.on('data', (data: Buffer) => {
    unread = Buffer.concat([unread, data]);
    for (;;) {
      const start = unread.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(unread.toString('latin1'))?.[1]);
      if (start < 4 || !(unread.length >= start + length)) return;
      const message = unread.subarray(start, start + length).toString();
      unread = unread.subarray(start + length);
      receive(JSON.parse(message) as Message);
    }
  });
};
