import { createHash } from 'node:crypto';
import type { GraphiQLOptions, Plugin } from 'graphql-yoga';

type Page = { markup: string; policy: string };

let page: Promise<Page> | undefined;

/**
 * GraphiQL in one page that loads nothing: Yoga's own takes its scripts from a host elsewhere. The package is as large as the
 * page, and read when somebody first opens it; the page is the same for all.
 */
export async function renderGraphiQL(options?: GraphiQLOptions): Promise<string> {
  page ??= render(options);
  return (await page).markup;
}

/** Gives GraphiQL's page a policy of its own in place of the one that lets no page do anything. */
export const graphiqlPolicy: Plugin = {
  async onResponse({ response }) {
    if (page && response.headers.get('content-type') === 'text/html') {
      response.headers.set('content-security-policy', (await page).policy);
      response.headers.set('cache-control', 'no-store');
    }
  },
};

async function render(options?: GraphiQLOptions): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const markup = renderGraphiQL(options);
  const scripts = [...markup.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => hashOf(script));
  // Its editor, Monaco, writes styles as it goes, which no hash can foresee, brings fonts and images along as data, and starts
  // its workers from what the page holds.
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    "style-src 'unsafe-inline'",
    'worker-src blob:',
    'font-src data:',
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { markup, policy: policy.join('; ') };
}

function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

/** What GraphiQL shows at first: the question that the service is made to answer, asked of the demo. */
export const firstQuery = `# What does North Korea hold on each issue as of November 2018, according to whom, on which condition?
query Positions {
  project(slug: "abe-kim-2018") {
    actor(slug: "north-korea") {
      name
      positions(asOf: "2018-11-05", scope: DESCENDANTS) {
        edges {
          node {
            issue { label }
            stance
            statementCount
            conditional
            evidence(first: 5) {
              edges {
                node {
                  speaker { name }
                  attribution { intermediaries { name } writer { name } }
                  conditions { operator antecedents { issue { label } } }
                  annotations(first: 3) { edges { node { ranges { exact } } } }
                }
              }
            }
          }
        }
      }
    }
  }
}
`;
