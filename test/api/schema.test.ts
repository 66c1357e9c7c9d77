import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isInterfaceType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

describe('the schema', () => {
  it('describes every type, field, argument and value', () => {
    const missing: string[] = [];
    const check = (name: string, description: string | null | undefined) => {
      if (!description?.trim()) missing.push(name);
    };
    for (const type of types) {
      check(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          check(`${type.name}.${field.name}`, field.description);
          const args = 'args' in field ? field.args : [];
          for (const arg of args) check(`${type.name}.${field.name}(${arg.name})`, arg.description);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(types.length).toBeGreaterThan(150);
  });

  it('gives every connection a count, and every mutation its errors as members of its result', () => {
    for (const type of types.filter((type) => type.name.endsWith('Connection'))) {
      expect([type.name, isObjectType(type) && Object.keys(type.getFields())]).toEqual([
        type.name,
        expect.arrayContaining(['edges', 'pageInfo', 'totalCount']),
      ]);
    }
    for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
      const result = schema.getType(`${name[0]?.toUpperCase()}${name.slice(1)}Result`);
      expect([name, String(field.type)]).toEqual([name, `${result?.name}!`]);
      const members = isUnionType(result) ? result.getTypes().map((member) => member.name) : [];
      expect([name, members]).toEqual([name, expect.arrayContaining(['ConflictError', 'InputError'])]);
    }
  });
});
