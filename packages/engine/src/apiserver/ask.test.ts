import { expect, test } from 'vitest';
import { asker } from './ask.ts';

test('objects are asked about in one request for each verb, and in more if definitions differ', async () => {
  const requests: object[] = [];
  const ask = asker({
    ask: async (request: object) => {
      requests.push(request);
      const [{ objects }] = Object.values(request);
      return objects.map((object: unknown) => ({
        status: 'malformed',
        message: JSON.stringify(object),
      }));
    },
  });
  const create = (text: string, definition?: string) => ({
    question: { text },
    definition: definition === undefined ? undefined : { name: 'a.example.com', text: definition },
  });
  const update = { question: { old: 'd', new: 'e' }, definition: undefined };
  const verdicts = await ask([create('a'), create('b', 'one'), create('c', 'two'), update]);
  expect(verdicts.map((verdict) => 'message' in verdict && verdict.message)).toEqual([
    '{"text":"a"}',
    '{"text":"b"}',
    '{"text":"c"}',
    '{"old":"d","new":"e"}',
  ]);
  expect(requests).toEqual([
    { create: { objects: [{ text: 'a' }, { text: 'b' }], definitions: ['one'] } },
    { create: { objects: [{ text: 'c' }], definitions: ['two'] } },
    { update: { objects: [{ old: 'd', new: 'e' }], definitions: [] } },
  ]);
});
