import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { serverAudits } from 'graphql-http';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { firstQuery } from '../../src/http/graphiql.ts';
import { schema } from '../../src/schema.ts';
import { useService } from '../kit/service.ts';

const service = useService();
const json = { 'content-type': 'application/json' };

function post(body: string, headers: Record<string, string> = json): Promise<Response> {
  return fetch(service.url, { method: 'POST', headers, body });
}

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => service.url, fetchFn: fetch })) {
    it(`passes audit ${audit.id}: ${audit.name}`, async () => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' });
    });
  }

  it('refuses a mutation by GET', async () => {
    const query = 'mutation { createProject(input: { slug: "by-get", name: "x" }) { __typename } }';
    const response = await fetch(`${service.url}?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'application/json' },
    });
    expect(response.status).toBe(405);
    expect(await service.ask('{ project(slug: "by-get") { slug } }')).toEqual({ data: { project: null } });
  });

  it('refuses what a form of another page can send: urlencoded, multipart and plain bodies', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/graphql',
    ]) {
      const response = await post('query=%7B__typename%7D', { 'content-type': type });
      expect([type, response.status]).toEqual([type, 415]);
    }
  });

  it('refuses a host that is none', async () => {
    for (const host of ['[', 'a b', 'x:99999', '%']) {
      const [status, body] = await new Promise<[number | undefined, string]>((resolve, reject) => {
        request(`${service.url}?query=%7B__typename%7D`, { headers: { host } }, (response) => {
          text(response).then((told) => resolve([response.statusCode, told]), reject);
        })
          .once('error', reject)
          .end();
      });
      expect([host, status, body]).toEqual([host, 400, 'The Host header names no host\n']);
    }
  });

  it('refuses variables and extensions of a GET that are no JSON, with a code', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      for (const given of ['variables={', 'extensions={', 'variables=%7B%7D%23', 'variables=x']) {
        const response = await fetch(`${service.url}?query={__typename}&${given}`, { headers: { accept } });
        const told = await response.json();
        expect([given, response.status]).toEqual([given, 400]);
        expect(told).toMatchObject({
          errors: [{ message: expect.stringContaining('is not JSON'), extensions: { code: 'INVALID' } }],
        });
      }
      for (const given of ['variables=5', 'variables=[1]', 'extensions="x"']) {
        const response = await fetch(`${service.url}?query={__typename}&${given}`, { headers: { accept } });
        expect([given, response.status]).toEqual([given, 400]);
      }
      const taken = await fetch(`${service.url}?query={__typename}&variables={}&extensions=`, {
        headers: { accept },
      });
      expect(await taken.json()).toMatchObject({ data: { __typename: 'Query' } });
    }
  });

  it('refuses batches', async () => {
    const one = { query: '{ __typename }' };
    const response = await post(JSON.stringify([one, one]));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [expect.objectContaining({ message: expect.any(String) })],
    });
  });

  it('tells no other origin that it may read', async () => {
    const origin = { origin: 'https://elsewhere.example' };
    const asked = await fetch(service.url, {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    const answered = await post('{"query":"{ __typename }"}', { ...json, ...origin });
    for (const response of [asked, answered]) {
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('refuses a body larger than any document', async () => {
    const response = await post(
      JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(34_000_000) } }),
    );
    expect(response.status).toBe(413);
  });

  it('takes a document of five million characters of four bytes each', async () => {
    await service.ask('mutation { createProject(input: { slug: "large", name: "Large" }) { __typename } }');
    const text = '𠮷'.repeat(5_000_000);
    const { data, errors } = await service.ask(
      `mutation ($input: CreateDocumentInput!) {
        createDocument(input: $input) { __typename ... on Document { currentVersion { length } } ... on Error { message } }
      }`,
      { input: { project: 'large', slug: 'long', title: 'Long', text } },
    );
    expect(errors).toBeUndefined();
    expect(data.createDocument).toMatchObject({
      __typename: 'Document',
      currentVersion: { length: 5_000_000 },
    });
  });
});

describe('GraphiQL', () => {
  it('comes to a browser at /graphql, to which / leads, and loads nothing from elsewhere', async () => {
    const response = await fetch(new URL('/', service.url), { headers: { accept: 'text/html' } });
    expect([response.status, new URL(response.url).pathname]).toEqual([200, '/graphql']);
    const page = await response.text();
    // What a browser would fetch: attributes of the page's own elements, and imports of its styles.
    const markup = page.replaceAll(/<script>[^]*?<\/script>|<style>[^]*?<\/style>/g, '');
    const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, css]) => css).join('');
    expect(markup).toContain('<div id="root">');
    expect([...markup.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, url]) => url)).toEqual([]);
    expect(markup).not.toContain('<script');
    expect([...styles.matchAll(/@import|url\(["']?(?!data:)(?:https?:)?\/\//g)]).toEqual([]);
    expect(page).not.toMatch(/unpkg\.com|jsdelivr|cdnjs|esm\.sh|importScripts\(["'`]http/);
  });

  it('opens with a query that the schema can answer', () => {
    expect(validate(schema, parse(firstQuery))).toEqual([]);
  });
});

describe('a value that does not fit the type of its variable', () => {
  it('is told with its place in the input, a code and status 400', async () => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({
        query: 'mutation ($input: RecordEventInput!) { recordEvent(input: $input) { __typename } }',
        variables: {
          input: {
            project: 'p',
            title: 'E',
            status: 'ACTUAL',
            participants: [{ actor: 'a', role: 'GUEST' }],
          },
        },
      }),
    });
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: { code: string } }[];
    };
    expect(response.status).toBe(400);
    expect(errors[0]?.message).toContain('at "input.participants[0].role"');
    expect(errors[0]?.extensions.code).toBe('INVALID');
  });
});
