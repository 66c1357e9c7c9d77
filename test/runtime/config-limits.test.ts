import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

describe('the limits of the configuration', () => {
  it('are those of the protocol, open on the loopback and closed beyond it', () => {
    expect(readConfig({})).toMatchObject({
      corsOrigins: [],
      trustProxy: 0,
      rate: 100,
      persisted: { path: null, only: false },
      limits: { nodesMax: 250_000, costMax: 5_000_000, seconds: 30, subscriptions: 100 },
    });
    const open = { graphiql: true, introspection: true, suggestions: true };
    const closed = { graphiql: false, introspection: false, suggestions: false };
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect([HOST, readConfig({ HOST }).limits]).toMatchObject([HOST, open]);
    }
    for (const HOST of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org']) {
      expect([HOST, readConfig({ HOST }).limits]).toMatchObject([HOST, closed]);
    }
    expect(readConfig({ NODE_ENV: 'production' }).limits).toMatchObject({ ...open, suggestions: false });
    expect(readConfig({ HOST: '0.0.0.0', GRAPHIQL: 'on', INTROSPECTION: 'on' }).limits).toMatchObject({
      ...open,
      suggestions: false,
    });
  });

  it('are read from lists and numbers', () => {
    expect(readConfig({ CORS_ORIGINS: 'https://a.example, http://b:81' }).corsOrigins).toEqual([
      'https://a.example',
      'http://b:81',
    ]);
    expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8,::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
    expect(readConfig({ RATE_LIMIT: 'off' }).rate).toBeNull();
    expect(readConfig({ RATE_LIMIT: '7' }).rate).toBe(7);
  });

  it.each([
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['CORS_ORIGINS', 'https://A.example'],
    ['CORS_ORIGINS', 'https://a.example:443'],
    ['CORS_ORIGINS', 'a.example'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'proxy.example'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', '-1'],
    ['NODES_MAX', '1e6'],
    ['COST_MAX', 'many'],
    ['OPERATION_SECONDS', '90000'],
    ['SUBSCRIPTIONS_MAX', '0'],
    ['GRAPHIQL', 'yes'],
    ['INTROSPECTION', 'true'],
    ['PERSISTED_OPERATIONS_ONLY', '1'],
    ['PERSISTED_OPERATIONS', 'a\0b'],
  ])('refuse %s=%j', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} is `);
  });
});
