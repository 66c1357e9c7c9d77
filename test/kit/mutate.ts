import type { Service } from './service.ts';

/** The member of a mutation's result union, whichever it was. */
export type Result = { __typename: string; id: string; faults?: Fault[]; [field: string]: any };

export type Fault = { path: string[]; code: string; message: string };

const FAULTS = `... on Error { code message faults { path code message } }
  ... on ConflictError { current { __typename id
    ... on Project { version } ... on Variable { version } ... on Actor { version } ... on Affiliation { version }
    ... on Issue { version } ... on Event { version } } }`;

/** Runs one mutation, such as `createActor`, whose success gives `type` with `fields`. */
export async function mutate(
  service: Service,
  name: string,
  type: string,
  input: Record<string, unknown>,
  fields = 'id',
): Promise<Result> {
  const inputType = name.startsWith('remove')
    ? 'RemoveInput'
    : `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await service.ask(
    `mutation ($input: ${inputType}!) { ${name}(input: $input) { __typename ... on ${type} { ${fields} } ${FAULTS} } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name] as Result;
}

/** As `mutate`, where anything but success is a fault of the test. */
export async function succeed(...args: Parameters<typeof mutate>): Promise<Result> {
  const result = await mutate(...args);
  const { __typename } = result;
  if (__typename !== args[2]) throw new Error(`${args[1]}: ${JSON.stringify(result)}`);
  return result;
}

/** The paths of a result's faults, each as one text: 'names.0.language'. */
export function paths(result: Result): string[] {
  return (result.faults ?? []).map(({ path }) => path.join('.'));
}

/** Reads a whole connection in pages of `size`, forwards or backwards, and gives the field `key` of each node in order. */
export async function readAll(
  service: Service,
  page: (args: string) => string,
  pick: (data: NonNullable<Awaited<ReturnType<Service['ask']>>['data']>) => {
    edges: { cursor: string; node: Record<string, unknown> }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  },
  { size, backwards = false, key = 'slug' }: { size: number; backwards?: boolean; key?: string },
): Promise<unknown[]> {
  const read: unknown[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 100; pages++) {
    const from: string = cursor === null ? '' : `, ${backwards ? 'before' : 'after'}: "${cursor}"`;
    const { data, errors } = await service.ask(page(`${backwards ? 'last' : 'first'}: ${size}${from}`));
    if (errors) throw new Error(JSON.stringify(errors));
    const { edges, pageInfo } = pick(data);
    const keys = edges.map(({ node }) => node[key]);
    if (backwards) read.unshift(...keys);
    else read.push(...keys);
    if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return read;
    cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor;
  }
  throw new Error('The connection has no end.');
}
