import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

// contract.ts SCHEMA BEFORE NOTE: writes the breaking changes since BEFORE, if that file exists, into NOTE, and fails where
// an operation of the contract, kept under test in a folder of that name, no longer fits SCHEMA.

const [schemaFile = '', beforeFile = '', noteFile = ''] = process.argv.slice(2);
const schema = read(schemaFile);

if (existsSync(beforeFile)) {
  const changes = await diff(read(beforeFile), schema);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const lines = breaking.map(({ message }) => `breaks: ${message}\n`);
  writeFileSync(
    noteFile,
    `${changes.length} changes of the schema, ${breaking.length} breaking\n${lines.join('')}`,
  );
}

const faults = operations('test').flatMap((path) =>
  validate(schema, parse(readFileSync(path, 'utf8'))).map(({ message }) => `${path}: ${message}`),
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function read(path: string): GraphQLSchema {
  return buildSchema(readFileSync(path, 'utf8'));
}

function operations(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)contract\/.*\.graphql$/.test(path))
    .map((path) => join(folder, path));
}
