import { expect, it } from 'vitest';
import { FaultList } from '../../src/protocol/errors.ts';
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
