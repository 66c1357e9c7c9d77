import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { browser } from './browser.ts';

/** Somebody who has an account at the provider. */
export type Person = { sub: string; email?: string; email_verified?: boolean; name?: string };

export type TestProvider = {
  issuer: string;
  /** From now on it answers, and knows the service at this address. */
  open(serviceUrl: string): void;
  /** Who signs in there from now on. */
  next(person: Person | 'declines'): void;
  /** Goes through the provider's pages as somebody would, and gives the address that leads back to the service. */
  signIn(authorizationUrl: string, person: Person | 'declines'): Promise<string>;
  close(): Promise<void>;
};

export const CLIENT = { id: 'demarche', secret: 'a secret that the provider and the service share' };

/** A real OpenID Connect provider on a free port. Until it is opened it is of no use, at first not even answering. */
export async function startProvider(): Promise<TestProvider> {
  // The first who asks gets no answer ever, others a refusal.
  let asked = 0;
  let handle: RequestListener = (_, response) => {
    if (asked++ > 0) response.writeHead(503).end();
  };
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' };
  const people = new Map<string, Person>();
  let present: Person | 'declines' = 'declines';

  return {
    issuer,
    open(serviceUrl) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            redirect_uris: [`${serviceUrl}/auth/callback/oidc`],
          },
        ],
        jwks: { keys: [jwk] },
        cookies: { keys: ['for the tests alone'] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        pkce: { required: () => true },
        // Seconds; where none are said, the package warns of its own.
        ttl: {
          Interaction: 600,
          Grant: 600,
          Session: 600,
          AccessToken: 600,
          AuthorizationCode: 60,
          IdToken: 600,
        },
        features: { devInteractions: { enabled: false } },
        interactions: { url: () => '/interaction' },
        findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => people.get(accountId) }),
      });
      const callback = provider.callback();
      handle = (request, response) => {
        if (request.url !== '/interaction') return void callback(request, response);
        void provider.interactionDetails(request, response).then(async ({ params }) => {
          if (present === 'declines')
            return provider.interactionFinished(request, response, { error: 'access_denied' });
          people.set(present.sub, present);
          const accountId = present.sub;
          const grant = new provider.Grant({ accountId, clientId: params.client_id });
          grant.addOIDCScope(params.scope);
          const consent = { grantId: await grant.save() };
          return provider.interactionFinished(request, response, { login: { accountId }, consent });
        });
      };
    },
    next(person) {
      present = person;
    },
    async signIn(authorizationUrl, person) {
      present = person;
      const visitor = browser(issuer);
      for (let url = authorizationUrl; ;) {
        const answer = await visitor.get(url);
        const location = answer.headers.get('location');
        if (location === null) throw new Error(`${answer.status} at ${url}: ${await answer.text()}`);
        url = new URL(location, issuer).href;
        if (!url.startsWith(issuer)) return url;
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
