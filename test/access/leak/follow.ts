import { type Ask, bodyOf, type Reply } from './ask.ts';
import type { Sent } from './operation.ts';

/** Events of a subscription that are looked at. */
const EVENTS_MAX = 6;

/**
 * Subscribes over SSE as whoever has a token and takes the first events. To know when there are no more, its client first
 * writes something that is told there: what comes, comes before that.
 */
export async function follow(url: string, token: string, ask: Ask, sent: Sent): Promise<Reply> {
  const end = await writeLast(ask, sent);
  const leave = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(sent),
    signal: AbortSignal.any([leave.signal, AbortSignal.timeout(20_000)]),
  });
  const events: unknown[] = [];
  try {
    for await (const event of eventsOf(response)) {
      events.push(event);
      if (events.length >= EVENTS_MAX || isLast(event, end)) break;
    }
  } finally {
    leave.abort();
  }
  return { status: response.status, headers: {}, text: JSON.stringify(events) };
}

/**
 * Remarks something on the document that a subscription follows, or adds an actor to the project.
 *
 * @returns the cursor of that; undefined where it cannot be done, as it cannot be followed then either
 */
async function writeLast(ask: Ask, sent: Sent): Promise<string | undefined> {
  const [project, document] = [givenTo(sent, 'project'), givenTo(sent, 'document')];
  if (document === undefined) {
    const query = `mutation ($input: CreateActorInput!) { createActor(input: $input) { ... on Actor { project { changeCursor } } } }`;
    const variables = { input: { project, name: 'So far', kind: 'UNNAMED' } };
    return bodyOf(await ask({ query, variables })).data?.createActor?.project?.changeCursor;
  }
  const query = `mutation ($input: AnnotateInput!) { annotate(input: $input) { ... on Annotation { changeCursor } } }`;
  const ranges = [{ start: 0, end: 1 }];
  const variables = { input: { project, document, ranges, body: { comment: { text: 'So far.' } } } };
  return bodyOf(await ask({ query, variables })).data?.annotate?.changeCursor;
}

/** The value of an argument, by its name. */
function givenTo({ query, variables }: Sent, name: string): unknown {
  const [, variable, text] = new RegExp(String.raw`\b${name}: (?:\$(\w+)|("[^"]*"))`).exec(query) ?? [];
  return variable ? variables[variable] : text && JSON.parse(text);
}

/** Whether nothing more is to be waited for. What fails beneath an event leaves nothing of it, not even its cursor. */
function isLast(event: any, end: string | undefined): boolean {
  return !event.data || (end !== undefined && JSON.stringify(event).includes(end));
}

async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  let left = '';
  for await (const bytes of response.body ?? []) {
    left += Buffer.from(bytes).toString('utf8');
    const blocks = left.split('\n\n');
    left = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.includes('event: complete')) return;
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
  if (left.trim().startsWith('{')) yield JSON.parse(left);
}
