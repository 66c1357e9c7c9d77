import { describe, expect, it } from 'vitest';
import { checkOptions, checkValue, type VariableDefinition } from '../../src/protocol/value.ts';

const choice: VariableDefinition = { type: 'CHOICE', options: ['low', 'high'] };

describe('the value of a variable', () => {
  it.each<[VariableDefinition, unknown]>([
    [{ type: 'BOOLEAN' }, false],
    [{ type: 'INTEGER' }, -7],
    [{ type: 'INTEGER' }, Number.MAX_SAFE_INTEGER],
    [{ type: 'TEXT' }, '安倍 😀\n'],
    [choice, 'high'],
    [choice, null],
    [{ type: 'TEXT', required: false }, undefined],
  ])('%o takes %j', (definition, value) => {
    expect(checkValue(definition, value)).toBeNull();
  });

  it.each<[VariableDefinition, unknown, string]>([
    [{ type: 'BOOLEAN' }, 1, 'true or false'],
    [{ type: 'INTEGER' }, 1.5, 'whole number'],
    [{ type: 'INTEGER' }, 2 ** 53, 'whole number'],
    [{ type: 'INTEGER' }, '7', 'whole number'],
    [{ type: 'TEXT' }, 7, 'string'],
    [{ type: 'TEXT' }, 'a\u0000', 'NUL'],
    [{ type: 'TEXT' }, 'a\ud800', 'surrogate'],
    [choice, 'middle', '"low", "high"'],
    [choice, 0, '"low", "high"'],
    [{ ...choice, required: true }, null, 'required'],
    [{ type: 'BOOLEAN', required: true }, undefined, 'required'],
  ])('%o refuses %o', (definition, value, part) => {
    expect(checkValue(definition, value)).toContain(part);
  });
});

describe('the length of a text value', () => {
  it('is at most 10,000 code points', () => {
    expect(checkValue({ type: 'TEXT' }, '😀'.repeat(10_000))).toBeNull();
    expect(checkValue({ type: 'TEXT' }, 'a'.repeat(10_001))).toContain('10001 code points');
  });
});

describe('the options of a variable', () => {
  it('belong to a choice, number 1 to 200, are named and differ', () => {
    expect(checkOptions('CHOICE', ['low', 'high'])).toBeNull();
    expect(checkOptions('TEXT', null)).toBeNull();
    expect(checkOptions('TEXT', ['low'])).toContain('Only a choice');
    expect(checkOptions('CHOICE', [])).toContain('at least one');
    expect(checkOptions('CHOICE', undefined)).toContain('at least one');
    expect(checkOptions('CHOICE', ['low', ' '])).toContain('empty');
    expect(checkOptions('CHOICE', ['low', 'low'])).toContain('twice');
    expect(
      checkOptions(
        'CHOICE',
        Array.from({ length: 201 }, (_, at) => `${at}`),
      ),
    ).toContain('at most 200');
  });
});
