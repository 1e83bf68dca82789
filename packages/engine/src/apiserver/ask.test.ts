import { expect, test } from 'vitest';
import { asker } from './ask.ts';
import type { Inquiry, Session } from './session.ts';

test('objects are asked about in one inquiry for each verb, and in more if definitions differ', async () => {
  const inquiries: Inquiry[] = [];
  const session: Pick<Session, 'ask'> = {
    ask: async (inquiry) => {
      inquiries.push(inquiry);
      return inquiry.objects.map((object) => ({
        status: 'malformed',
        message: JSON.stringify(object),
      }));
    },
  };
  const featureGates = { A: true };
  const ask = asker(session, featureGates);
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
  expect(inquiries).toEqual([
    {
      verb: 'create',
      objects: [{ text: 'a' }, { text: 'b' }],
      definitions: ['one'],
      featureGates,
    },
    { verb: 'create', objects: [{ text: 'c' }], definitions: ['two'], featureGates },
    { verb: 'update', objects: [{ old: 'd', new: 'e' }], definitions: [], featureGates },
  ]);
});
