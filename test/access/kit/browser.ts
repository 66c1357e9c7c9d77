import { request } from 'node:http';

/** A client that keeps cookies and says where it comes from, as browsers do; it follows no redirect. */
export type Browser = {
  /** Opens an address, as somebody does who follows a link. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends JSON, as a page's script does. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form, as a page without a script does. */
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** The Cookie header that it would send. */
  cookie(): string;
};

/** @param origin the service's, which paths are relative to */
export function browser(origin: string, cookies = new Map<string, string>()): Browser {
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const url = new URL(path, origin);
    const response = await exchange(
      url,
      method,
      { ...(cookies.size > 0 && { cookie: cookie() }), ...headers },
      body,
    );
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const navigates = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const fromHere = { origin, 'sec-fetch-site': 'same-origin' };
  const form = 'application/x-www-form-urlencoded';
  return {
    get: (path, headers = {}) => send('GET', path, { ...navigates, 'sec-fetch-site': 'none', ...headers }),
    post: (path, body, headers = {}) =>
      send(
        'POST',
        path,
        { ...fromHere, 'sec-fetch-mode': 'cors', 'content-type': 'application/json', ...headers },
        JSON.stringify(body),
      ),
    submit: (path, fields, headers = {}) =>
      send(
        'POST',
        path,
        { ...fromHere, ...navigates, 'content-type': form, ...headers },
        String(new URLSearchParams(fields)),
      ),
    cookie,
  };
}

/** One request with exactly these headers: fetch adds some of its own. A header that is empty is left out. */
export function exchange(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Response> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: given }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const received = new Headers();
        for (const [name, value] of Object.entries(answer.headers))
          for (const one of [value ?? []].flat()) received.append(name, one);
        const status = answer.statusCode ?? 0;
        const empty = [204, 304].includes(status) || method === 'HEAD';
        resolve(new Response(empty ? null : Buffer.concat(parts), { status, headers: received }));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
