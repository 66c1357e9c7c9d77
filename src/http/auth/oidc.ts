import { genericOAuth, type GenericOAuthConfig } from 'better-auth/plugins/generic-oauth';
import type { OidcConfig } from '../../config.ts';

/** The provider's name in paths and in the table of credentials; what people see is OIDC_NAME. */
export const PROVIDER = 'oidc';

/** Milliseconds that the provider has to describe itself at the start. One that takes longer is asked again at the first sign-in. */
const patience = 5_000;

/** Sign-in at an OpenID Connect provider, with PKCE, state, nonce and a verified ID token. */
export function openIdConnect(oidc: OidcConfig) {
  const config: GenericOAuthConfig = {
    providerId: PROVIDER,
    name: oidc.name,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    // What every provider must take.
    authentication: 'basic',
    disableProviderLogout: true,
    mapProfileToUser: ({ name }) => ({ name: name ?? '', image: undefined }),
  };
  const plugin = genericOAuth({ config: [config] });
  return {
    ...plugin,
    // The plugin itself waits for as long as the provider takes, and everybody with it.
    init: async (context: Parameters<typeof plugin.init>[0]) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Awaited<ReturnType<typeof plugin.init>>>((resolve) => {
        const { socialProviders } = context;
        const genericOAuthPendingDiscovery = new Map([[PROVIDER, config]]);
        timer = setTimeout(resolve, patience, { context: { socialProviders, genericOAuthPendingDiscovery } });
      });
      try {
        return await Promise.race([plugin.init(context), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
