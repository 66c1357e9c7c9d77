import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntake } from '../../src/features/intake/read-file.ts';
import { useService } from '../kit/service.ts';
import { demarche } from '../runtime/kit/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'demarche-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const filler =
  'Nobody at the court believed him, and the envoys least of all, since he had said so twice before. ';

const page = (head: string, body = '') => `<!doctype html><html lang="en-GB"><head>${head}</head><body>
<nav><a href="/">Home</a> <a href="/news">Latest news</a></nav>
<article><h1>The heirs</h1><p>The king would <b>name</b> an
 heir.<br>Or two. ${filler}</p><ul><li>first the crown</li><li>then the heir</li></ul><p>${filler.repeat(3)}</p>
${body}<script>alert(1)</script></article><footer>Imprint of the paper</footer></body></html>`;

/** Windows-1252, of which the texts here use only these places beyond Latin 1. */
const windows = (text: string) =>
  Uint8Array.from(text, (c) => ({ '“': 0x93, '”': 0x94, '–': 0x96 })[c] ?? c.charCodeAt(0));

const utf16 = (text: string, big: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('reading files', () => {
  it.each([
    ['UTF-8', Buffer.from('安倍 said \u{1f451}')],
    ['UTF-8 with a mark', Buffer.from('\ufeff安倍 said \u{1f451}')],
    ['UTF-16, little end first', utf16('安倍 said \u{1f451}', false)],
    ['UTF-16, big end first', utf16('安倍 said \u{1f451}', true)],
  ])('takes text in %s', async (_, bytes) => {
    expect(await readIntake(file('some_old-letter.txt', bytes))).toMatchObject({
      text: '安倍 said \u{1f451}',
      title: 'some old letter',
    });
  });

  it('takes of a page the main text, and what it tells of itself', async () => {
    const path = file(
      'page.html',
      page(`<title>The heirs | The Ruritanian</title><meta property="og:title" content="The king and his heirs">
        <meta property="og:site_name" content="The Ruritanian"><meta name="author" content="By Anton Hope">
        <meta property="article:published_time" content="1999-05-01T23:30:00+02:00">
        <link rel="canonical" href="https://ruritania.example/heirs">`),
    );
    const found = await readIntake(path);
    expect(found).toMatchObject({
      title: 'The king and his heirs',
      author: 'Anton Hope',
      publishedOn: '1999-05-01',
      publisher: 'The Ruritanian',
      language: 'en-GB',
      source: 'https://ruritania.example/heirs',
    });
    const { text } = found as { text: string };
    expect(text).toContain('The king would name an heir.\nOr two. Nobody at the court');
    expect(text).toContain('before.\n\nfirst the crown\nthen the heir\n\nNobody');
    for (const clutter of ['Home', 'Latest', 'Imprint', 'alert']) expect(text).not.toContain(clutter);
  });

  it.each([
    ['<title>The heirs | The Ruritanian</title>', 'The heirs'],
    ['<title>The Ruritanian - politics</title>', 'The heirs'],
    ['<title>The king and his heirs</title>', 'The king and his heirs'],
    ['', 'The heirs'],
  ])('takes the heading for title where %s names the site', async (head, title) => {
    expect(await readIntake(file('titled.html', page(head)))).toMatchObject({ title });
  });

  it('takes a page in the encoding that it declares', async () => {
    const html = page(
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
      '<p>“Café” – so.</p>',
    );
    expect(await readIntake(file('old.htm', windows(html)))).toMatchObject({
      text: expect.stringContaining('“Café” – so.'),
    });
  });

  it('takes Markdown without its marks, with front matter or the first heading', async () => {
    const body =
      '# The *speech*\n\nThe king will [name](http://example.com) an\nheir &amp; two.\n\n1. one\n2. two\n\n```\na  b\n  c\n```\n';
    expect(await readIntake(file('a.md', body))).toMatchObject({
      title: 'The speech',
      text: 'The speech\n\nThe king will name an heir & two.\n\none\ntwo\n\na  b\n  c',
    });
    const front =
      '---\ntitle: "Said: in May"\nauthor: Rudolf V\ndate: 1894-05-01\nlang: en\ntags: [a, b]\n---\n';
    expect(await readIntake(file('b.md', front + body))).toMatchObject({
      title: 'Said: in May',
      author: 'Rudolf V',
      publishedOn: '1894-05-01',
      language: 'en',
    });
  });

  it.each([
    ['x.pdf', Buffer.from('%PDF-1.7 and more'), /PDF/],
    ['x.docx', Buffer.from('PK\u0003\u0004...'), /packed/],
    ['x.bin', Uint8Array.from({ length: 256 }, (_, at) => at), /not text/],
    ['nul.txt', Buffer.from('a\0b'), /NUL/],
    ['latin.txt', Buffer.from('caf\u00e9', 'latin1'), /not text in UTF-8/],
    ['odd.html', Buffer.from('<meta charset="klingon"><p>x'), /klingon/],
    ['blank.txt', Buffer.from(' \n'), /no text/],
    ['data.json', Buffer.from('{"a": 1}'), /\.json/],
    ['deep.html', Buffer.from('<div>'.repeat(50_000)), /too deep/],
  ])('refuses what is no text: %s', async (name, bytes, reason) => {
    expect(await readIntake(file(name, bytes))).toEqual({ fault: expect.stringMatching(reason) });
  });

  it('refuses folders and files that are not there', async () => {
    expect(await readIntake(folder)).toEqual({ fault: expect.stringMatching(/folder/) });
    expect(await readIntake(join(folder, 'none.txt'))).toEqual({
      fault: expect.stringMatching(/no such file/),
    });
  });
});

describe('demarche import, beside a running service', () => {
  const service = useService();
  const run = async (...argv: string[]) => {
    const running = demarche(['import', ...argv], {
      env: { DATABASE_URL: service.database.url, LOG_LEVEL: 'error' },
    });
    return { code: await running.exited, output: running.output() };
  };
  let files: string[] = [];

  beforeAll(() => {
    files = [
      file(
        'one.html',
        page('<title>The king and his heirs</title><meta name="author" content="Anton Hope">'),
      ),
      file('two.md', '# The king and his heirs\n\nAnother text.\n'),
      file('three.txt', 'A third text.\r\n'),
    ];
  });

  it('needs a project, and says how to come by one', async () => {
    const { code, output } = await run('--project', 'study', files[0] as string);
    expect(code).toBe(2);
    expect(output).toContain('--create-project');
    expect(output).toContain(`the database at ${new URL(service.database.url).host}`);
    expect((await run(files[0] as string)).output).toContain('(demarche import --help tells more)');
  });

  it('takes what it can, names what it cannot with its reason, and ends with 6', async () => {
    const bad = file('bad.pdf', '%PDF-1.7');
    const { code, output } = await run(
      '--project',
      'study',
      '--create-project',
      '--create-authors',
      '--language',
      'en',
      ...([files[0], bad, files[1], files[2]] as string[]),
    );
    expect(output).toContain(`[2/4] ${bad}: It is a PDF`);
    expect(code).toBe(6);
    const { data } = await service.ask(
      `{ project(slug: "study") { documents(orderBy: CREATED) { totalCount edges { node { slug title language text author { name kind } } } } } }`,
    );
    expect(data.project.documents).toMatchObject({
      totalCount: 3,
      edges: [
        {
          node: {
            slug: 'the-king-and-his-heirs',
            language: 'en',
            author: { name: 'Anton Hope', kind: 'PERSON' },
          },
        },
        { node: { slug: 'the-king-and-his-heirs-2', author: null } },
        { node: { slug: 'three', text: 'A third text.\n' } },
      ],
    });
  });

  it('takes no text twice, and says so', async () => {
    const { code, output } = await run('--project', 'study', ...files);
    expect(code).toBe(0);
    expect(output).toContain('its text is there already, as the-king-and-his-heirs');
    expect(output).toContain('0 added, 3 there already, 0 refused, of 3.');
  });

  it('leaves out an author whom it may not create, and says so', async () => {
    const path = file('four.md', '---\nauthor: Flavia Elphberg\n---\nA fourth text.\n');
    const { output } = await run('--project', 'study', '--published-on', '1894-02-30', path);
    expect(output).toContain('publishedOn');
    expect((await run('--project', 'study', path)).output).toContain('Flavia Elphberg; --create-authors');
    const again = await run('--project', 'study', '--create-authors', path);
    expect(again.output).toContain('its author was set');
    expect((await run('--project', 'study', '--create-authors', path)).output).not.toContain('author');
    const { data } = await service.ask(
      '{ project(slug: "study") { document(slug: "four") { author { name } } } }',
    );
    expect(data.project.document.author.name).toBe('Flavia Elphberg');
  });

  it('makes no database only to find no project in it', async () => {
    const dataDir = join(folder, 'nowhere');
    const running = demarche(['import', '--project', 'study', files[0] as string], {
      env: { DATA_DIR: dataDir },
    });
    expect(await running.exited).toBe(2);
    expect(running.output()).toContain(`No database is in ${dataDir}`);
    expect(existsSync(dataDir)).toBe(false);
  });
});
