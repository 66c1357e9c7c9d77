import type { Command } from 'commander';
import { lexicographicSortSchema, printSchema } from 'graphql';

export function addPrintSchema(program: Command): void {
  program
    .command('print-schema')
    .description('print the GraphQL schema (SDL), sorted by name; needs no database')
    .action(async () => {
      const { schema } = await import('../schema.ts');
      process.stdout.write(`${printSchema(lexicographicSortSchema(schema))}\n`);
    });
}
