import { CommanderError, type Command } from 'commander';
import { Fault, codeOf, exitCodes, type ExitCode } from '../fault.ts';

/**
 * Runs a command line and sets the process's exit code. A known fault is told in one paragraph on stderr;
 * anything else is a fault of the program, and comes with its stack.
 */
export async function run(program: Command, argv: string[]): Promise<void> {
  // A reader of our output that has seen enough, such as `head`, is no error, and must not end a service.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (codeOf(error) !== 'EPIPE') throw error;
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Fault) {
    process.stderr.write(`demarche: ${error.message}\n`);
    return error.exitCode;
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`demarche: This is a fault of the program, please report it:\n${told}\n`);
  return exitCodes.unexpected;
}
