import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BODY_VALUES_MAX } from '../protocol/limits.ts';
import { limitError } from './limits/limit-error.ts';

type Options = {
  /** Bytes that the body of this request may have. */
  maxBody: (request: IncomingMessage) => number;
  pace: Pace;
};

/** How slow a body may come: it has `grace` milliseconds, and one more for every `bytes` of it that have arrived. */
export type Pace = { grace: number; bytes: number };

/** As slow as a poor mobile connection. */
export const PACE: Pace = { grace: 10_000, bytes: 16 };

/**
 * Reads bodies with bounds, whatever their headers promise [L4]: in bytes, in what they hold before it is parsed, and in the
 * time they take.
 */
export function readBodies({ maxBody, pace }: Options): Plugin<object, { req: IncomingMessage }> {
  return {
    onRequestParse({ request, serverContext, requestParser, setRequestParser }) {
      const { req } = serverContext;
      // Where nobody reads it, as without a type, it is no JSON: a page from elsewhere can send that.
      if (request.method !== 'POST' || !requestParser) return;
      const max = maxBody(req);
      if (Number(req.headers['content-length'] ?? 0) > max) throw tooLarge(max);
      setRequestParser(async () => parseBody(await read(req, max, pace)));
    },
  };
}

/** By events and not by iteration, whose early end would cut the connection before the refusal is out. */
function read(request: IncomingMessage, max: number, pace: Pace): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const started = performance.now();
    let size = 0;
    const watch = setInterval(
      () => {
        if (performance.now() - started > pace.grace + size / pace.bytes) end(tooSlow(pace));
      },
      Math.min(pace.grace / 4, 1_000),
    );
    const end = (error?: GraphQLError): void => {
      clearInterval(watch);
      request.off('data', onData).off('end', end).off('close', onBroken).off('error', onBroken);
      request.on('error', () => {});
      if (error === undefined) return resolve(Buffer.concat(chunks, size));
      request.pause();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > max) end(tooLarge(max));
      else chunks.push(chunk);
    };
    const onBroken = (): void => end(badRequest('The body broke off.'));
    request.on('data', onData).once('end', end).once('close', onBroken).once('error', onBroken);
  });
}

function tooLarge(max: number): GraphQLError {
  const advice = 'Send it in several requests, or sign in where you have not.';
  return closing(limitError({ limit: 'bytes in a body', max, advice, status: 413 }));
}

function tooSlow({ grace, bytes }: Pace): GraphQLError {
  const advice = `After them it must have come at ${bytes} kB a second or faster.`;
  return closing(limitError({ limit: 'milliseconds for a body', max: grace, advice, status: 408 }));
}

/** What of the body has not been read is not waited for. */
function closing(error: GraphQLError): GraphQLError {
  const http = error.extensions['http'] as object;
  error.extensions['http'] = { ...http, headers: { Connection: 'close' } };
  return error;
}

/** @throws GraphQLError where it is no JSON, no object, or holds too many values */
function parseBody(body: Buffer): never {
  if (holdsTooMuch(body)) {
    const advice = 'Send it in several requests.';
    throw limitError({ limit: 'values in a body', max: BODY_VALUES_MAX, advice, status: 413 });
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw badRequest('The body is not JSON; send an object with query and variables.');
  }
  if (typeof value !== 'object' || value === null)
    throw badRequest('The body is no object; send query and variables.');
  return value as never;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INVALID', http: { status: 400 } } });
}

/** Below so many bytes no body can hold too many values. */
const SURELY_FEW = BODY_VALUES_MAX;

/**
 * Whether JSON has more values, names and brackets than any real request: a few megabytes of brackets take gigabytes once
 * parsed. Text inside strings is skipped, so that a document of any length counts as one.
 */
export function holdsTooMuch(json: Uint8Array): boolean {
  if (json.length <= SURELY_FEW) return false;
  let count = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case 0x22:
        at = endOfString(json, at);
        break;
      case 0x2c: // ,
      case 0x3a: // :
      case 0x5b: // [
      case 0x7b: // {
        count += 1;
        if (count > BODY_VALUES_MAX) return true;
    }
  }
  return false;
}

/** Where the string that begins at `start` has its closing quote; the end of the text where there is none. */
function endOfString(json: Uint8Array, start: number): number {
  let end = start;
  for (;;) {
    end = json.indexOf(0x22, end + 1);
    if (end === -1) return json.length;
    let escapes = end;
    while (json[escapes - 1] === 0x5c) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end;
  }
}
