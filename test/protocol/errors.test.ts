import { expect, it } from 'vitest';
import { DomainError, FaultList } from '../../src/protocol/errors.ts';
import { normaliseText } from '../../src/protocol/text.ts';

it('all faults of one input are told together, each with its path and code', () => {
  const faults = new FaultList();
  expect(faults.isEmpty).toBe(true);
  faults.add('slug', 'The slug is taken; choose another.', 'CONFLICT');
  faults.addAll([{ path: ['start'], code: 'INVALID', message: 'Wrong; give another.' }], ['ranges', 0]);
  expect(faults.take('text', normaliseText('a\u0000'))).toBeNull();
  expect(faults.take('title', normaliseText('a'))).toEqual({ text: 'a' });
  expect(faults.isEmpty).toBe(false);
  expect(faults.list.map(({ path, code }) => [path, code])).toEqual([
    [['slug'], 'CONFLICT'],
    [['ranges', '0', 'start'], 'INVALID'],
    [['text'], 'INVALID'],
  ]);
});

it('several faults in one message can be told apart, and a single one needs no path', () => {
  const faults = new FaultList();
  faults.add('publishedOn', 'Give a day.');
  expect(new DomainError(faults.list).message).toBe('Give a day.');
  faults.add(['ranges', 0, 'start'], 'Give less.');
  faults.add([], 'Give another.');
  expect(new DomainError(faults.list).message).toBe(
    'publishedOn: Give a day. ranges.0.start: Give less. Give another.',
  );
});
