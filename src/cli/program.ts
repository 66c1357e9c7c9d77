import { Command } from 'commander';
import { variables } from '../config.ts';
import { exitCodes } from '../fault.ts';
import { packageVersion } from '../package-root.ts';
import { addImport } from './import.ts';
import { addMigrate } from './migrate.ts';
import { addPrintSchema } from './print-schema.ts';
import { addServe } from './serve.ts';
import { addSignInLink } from './sign-in-link.ts';
import { addToken } from './token.ts';

/** The `demarche` command line. A command is a file here that exports a function adding it to the program. */
export function createProgram(): Command {
  const program = new Command('demarche')
    .description('Who said what, according to whom, and on which condition: the service and its tools.')
    .version(packageVersion())
    .showHelpAfterError('(demarche --help tells more)')
    .exitOverride()
    .addHelpText('after', `\n${environment()}\n\n${examples}\n\n${exits()}`);
  for (const add of [addServe, addMigrate, addImport, addToken, addSignInLink, addPrintSchema]) add(program);
  for (const command of program.commands)
    command.showHelpAfterError(`(demarche ${command.name()} --help tells more)`);
  return program;
}

const examples = `Examples:
  demarche serve                          start on http://127.0.0.1:4000 with the demo project
  PORT=8080 demarche serve --no-demo      another port, and an empty database stays empty
  demarche import --project letters *.html   pages as documents, created with --create-project
  demarche token create --name loader --project letters --write   a program's way in
  demarche print-schema > schema.graphql  the GraphQL schema, without a database
  DATABASE_URL=postgres://me:secret@db.example/demarche demarche migrate

All commands work beside a running service, also one on the embedded database: give them the same DATA_DIR.`;

function environment(): string {
  const lines = Object.entries(variables).map(
    ([name, { purpose, expected, without }]) =>
      `  ${name}: ${purpose}\n${' '.repeat(6)}${expected}; without: ${without}`,
  );
  return ['Environment:', ...lines].join('\n');
}

function exits(): string {
  const meanings: Record<keyof typeof exitCodes, string> = {
    ok: 'done; or stopped by SIGTERM or SIGINT, with nothing lost',
    unexpected: 'a fault of the program, or not drained in time',
    usage: 'the command line is not understood',
    configuration: 'the environment is not as it should be',
    database: 'the database cannot be reached, used or migrated',
    inUse: 'the port or the data folder is in use or not allowed',
    partly: 'some of the input was refused, each with its reason',
  };
  const lines = Object.entries(meanings).map(
    ([name, meaning]) => `  ${exitCodes[name as keyof typeof exitCodes]}  ${meaning}`,
  );
  return ['Exit codes:', ...lines].join('\n');
}
