import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { hasCluster } from '../db/embedded/folder.ts';
import { exitCodes, Fault } from '../fault.ts';
import { withDatabase } from './with-database.ts';
import type { Given, Outcome } from './import-file.ts';

type Options = Given & { project: string; createProject?: boolean };

export function addImport(program: Command): void {
  program
    .command('import')
    .description('take text, Markdown and HTML files into a project, each as a document')
    .argument('<file...>', 'files; of a page, the main text is taken, and its title, author and date')
    .requiredOption('--project <slug>', 'the project to take them into')
    .option('--create-project', 'create the project where there is none of that slug')
    .option('--title <title>', 'title, for a single file; without: the file’s own, else its name')
    .option('--language <tag>', 'language, such as en or ja (BCP 47)')
    .option('--author <actor>', 'author of all files: an actor of the project, by slug or id')
    .option('--create-authors', 'set as author the person whom a file names, created where there is none')
    .option('--publisher <name>', 'who published them')
    .option('--source <address>', 'where they were found: an address or a citation')
    .option('--published-on <day>', 'day of publication, such as 2018-11-05')
    .addHelpText(
      'after',
      '\nOptions take the place of what files say themselves. A text that the project holds already is not taken\n' +
        'again. A file that cannot be taken is named with its reason, and the others go on; the exit code is then 6.',
    )
    .action(importFiles);
}

async function importFiles(files: string[], { project, createProject, ...given }: Options): Promise<void> {
  if (given.title !== undefined && files.length > 1)
    throw new Fault(
      '--title is for a single file; leave it out, or import the files one by one.',
      exitCodes.usage,
    );
  const { databaseUrl, dataDir } = readConfig();
  if (createProject !== true && databaseUrl === undefined && !hasCluster(dataDir))
    throw new Fault(
      `No database is in ${dataDir}, so there is no project ${JSON.stringify(project)} either. Name with DATA_DIR the folder ` +
        'that the service uses, or with DATABASE_URL its database; or begin a new one with --create-project.',
      exitCodes.usage,
    );
  const { prepareImport } = await import('./import-project.ts');
  const { importFile } = await import('./import-file.ts');
  const counts = { ADDED: 0, PRESENT: 0, REFUSED: 0 };
  await withDatabase('import', async (context) => {
    const { db, viewer, projectId } = await prepareImport(context, project, createProject ?? false);
    for (const [index, file] of files.entries()) {
      const outcome = await importFile(db, viewer, projectId, file, given);
      counts[outcome.kind]++;
      tell(file, outcome, files.length > 1 ? `[${index + 1}/${files.length}] ` : '');
    }
  });
  process.stderr.write(
    `${counts.ADDED} added, ${counts.PRESENT} there already, ${counts.REFUSED} refused, of ${files.length}.\n`,
  );
  if (counts.REFUSED > 0) process.exitCode = exitCodes.partly;
}

/** The result goes to stdout, a line a document: slug and file. What a person should know besides goes to stderr. */
function tell(file: string, outcome: Outcome, progress: string): void {
  if (outcome.kind === 'REFUSED') {
    process.stderr.write(`${progress}${file}: ${outcome.reason}\n`);
    return;
  }
  process.stdout.write(`${outcome.slug}\t${file}\n`);
  if (outcome.kind === 'PRESENT') {
    process.stderr.write(`${progress}${file}: its text is there already, as ${outcome.slug}\n`);
  } else {
    process.stderr.write(`${progress}${file}: “${outcome.title}”, ${outcome.length} characters\n`);
  }
  for (const note of outcome.notes) process.stderr.write(`  ${note}\n`);
}
