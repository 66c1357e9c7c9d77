import type { GraphiQLOptions } from 'graphql-yoga';

/**
 * GraphiQL in one page that loads nothing: Yoga's own takes its scripts from a host elsewhere. The package is as large as the
 * page, and read when somebody first opens it.
 */
export async function renderGraphiQL(options?: GraphiQLOptions): Promise<string> {
  const page = await import('@graphql-yoga/render-graphiql');
  return page.renderGraphiQL(options);
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
