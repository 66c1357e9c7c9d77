import type { Command } from 'commander';

export function addPrintSchema(program: Command): void {
  program
    .command('print-schema')
    .description('print the GraphQL schema (SDL); needs no database')
    .action(async () => {
      process.stdout.write('');
    });
}
