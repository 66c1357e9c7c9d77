import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeGlobalId,
  encodeGlobalId,
  type IdType,
  isNodeType,
  parseRef,
} from '../../src/protocol/global-id.ts';

const uuid = '0192f0c1-7e0b-7cc3-98c4-dc0c0c07398f';
const inProject: IdType[] = [
  'Variable',
  'Actor',
  'Affiliation',
  'Issue',
  'Document',
  'DocumentVersion',
  'Layer',
  'Statement',
  'StatementRelation',
  'Event',
  'Annotation',
  'Invitation',
];
const base64url = (plain: string) => Buffer.from(plain, 'latin1').toString('base64url');

describe('a global id', () => {
  it('[I1] is read as it was written, for every type', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...inProject),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.uuid(),
        (type, projectId, id) => {
          const text = encodeGlobalId(type, projectId, id);
          expect(text).toBe(base64url(`${type}:${projectId}:${id}`));
          expect(decodeGlobalId(text)).toEqual({ type, projectId, id });
        },
      ),
    );
    expect(decodeGlobalId(encodeGlobalId('Project', 7))).toEqual({ type: 'Project', projectId: 7, id: '' });
    for (const type of ['Account', 'AccessToken'] as const) {
      const text = encodeGlobalId(type, 17, uuid);
      expect(text).toBe(base64url(`${type}:${uuid}`));
      expect(decodeGlobalId(text)).toEqual({ type, projectId: 0, id: uuid });
    }
  });

  it('[I1] is read by `node` for all types but two, which belong to few', () => {
    const all: IdType[] = [...inProject, 'Project', 'Account', 'AccessToken'];
    expect(all.filter((type) => !isNodeType(type))).toEqual(['Invitation', 'AccessToken']);
  });

  it.each([
    ['padding', Buffer.from('Project:17').toString('base64')],
    ['another type', base64url(`Robot:1:${uuid}`)],
    ['a type of Object’s own', base64url(`constructor:1:${uuid}`)],
    ['a project number with a zero in front', base64url(`Actor:01:${uuid}`)],
    ['project zero', base64url(`Actor:0:${uuid}`)],
    ['a number that is not safe', base64url(`Actor:9007199254740992:${uuid}`)],
    ['capitals in the id', base64url(`Actor:1:${uuid.toUpperCase()}`)],
    ['no id', base64url('Actor:1')],
    ['an id too many', base64url(`Project:1:${uuid}`)],
    ['a fourth part', base64url(`Actor:1:${uuid}:`)],
    ['another alphabet', base64url(`Actor:1:${uuid}`).replace('Q', '+')],
    ['white space', ` ${base64url('Project:1')}`],
    ['loose bits at the end', `${base64url('Project:17').slice(0, -1)}x`],
    ['nothing', ''],
    ['great length', 'QWN0b3I6'.repeat(100_000)],
  ])('[I2] with %s is none', (_what, text) => {
    expect(decodeGlobalId(text)).toBeNull();
  });

  it('[I2] with any one character altered is none, or another thing’s own id', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= ', '', '\ud800'];
    fc.assert(
      fc.property(
        fc.constantFrom(...inProject),
        fc.nat(200),
        fc.constantFrom(...letters),
        (type, at, letter) => {
          const id = encodeGlobalId(type, 17, uuid);
          const place = at % id.length;
          const altered = id.slice(0, place) + letter + id.slice(place + 1);
          const found = decodeGlobalId(altered);
          expect(found && encodeGlobalId(found.type, found.projectId, found.id)).toBe(found && altered);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[I2] no text makes the reader throw', () => {
    const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    fc.assert(
      fc.property(fc.oneof(units, fc.base64String()), (text) => {
        expect(decodeGlobalId(text)).toBeNull();
      }),
    );
  });

  it('[I2] is never written for what could not be read', () => {
    expect(() => encodeGlobalId('Actor', 0, uuid)).toThrow(RangeError);
    expect(() => encodeGlobalId('Actor', 1, 'shinzo-abe')).toThrow(RangeError);
    expect(() => encodeGlobalId('Actor', 1)).toThrow(RangeError);
    expect(() => encodeGlobalId('Project', 1.5)).toThrow(RangeError);
  });
});

describe('a reference in an input', () => {
  it('[I4] is a slug or a global id of the wanted type', () => {
    expect(parseRef('shinzo-abe', 'Actor')).toEqual({ slug: 'shinzo-abe' });
    expect(parseRef(encodeGlobalId('Actor', 3, uuid), 'Actor')).toEqual({ id: { projectId: 3, id: uuid } });
    expect(parseRef(encodeGlobalId('Project', 3), 'Project')).toEqual({ id: { projectId: 3, id: '' } });
  });

  it('[I4] of another type is a fault that names both', () => {
    expect(parseRef(encodeGlobalId('Issue', 3, uuid), 'Actor')).toEqual({
      fault: 'This is the id of an Issue; give that of an Actor.',
    });
  });

  it('[I4] by slug to what has none is a fault', () => {
    expect(parseRef('first', 'Statement')).toEqual({
      fault: '"first" names no Statement; give its global id.',
    });
  });

  it.each(['', 'Shinzo Abe', '安倍', '\u0000', '\ud800', 'a'.repeat(1_000_000)])(
    '[I4] %.20j is a fault',
    (text) => {
      expect(parseRef(text, 'Actor')).toEqual({
        fault: expect.stringContaining('give its slug or its global id'),
      });
    },
  );

  it('[I3] is never both', () => {
    for (const type of inProject) expect(encodeGlobalId(type, 1, uuid)).toMatch(/^[A-Z]/);
    for (const type of ['Project', 'Account', 'AccessToken'] as const)
      expect(encodeGlobalId(type, 1, uuid)).toMatch(/^[A-Z]/);
  });
});
