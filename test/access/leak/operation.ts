/** A value handed to an argument of that type, in a variable or written into the text. */
export type Argument = { name: string; type: string; value: unknown; written: boolean };

/** A field, under `alias` in the answer, of the type `of`. */
export type Field = { of: string; name: string; alias: string; args: Argument[]; below: Selection[] };

/** Fields of one type, inline or as a fragment with a name. */
export type Fragment = { on: string; named: boolean; below: Selection[] };

export type Selection = Field | Fragment;

export type Kind = 'query' | 'mutation' | 'subscription';

export type Operation = { kind: Kind; root: Field[] };

/** An operation as it is sent. */
export type Sent = { query: string; variables: Record<string, unknown> };

/** A field that takes and holds nothing. */
export function leaf(of: string, name: string): Field {
  return { of, name, alias: name, args: [], below: [] };
}

export function isField(selection: Selection): selection is Field {
  return 'name' in selection;
}

/** @param resolve gives the text that stands for a name in a value, which differs from copy to copy */
export function printOperation({ kind, root }: Operation, resolve: (text: string) => string): Sent {
  const declared: string[] = [];
  const fragments: string[] = [];
  const variables: Record<string, unknown> = {};

  const argument = ({ name, type, value, written }: Argument): string => {
    const given = resolved(value, resolve);
    if (written) return `${name}: ${literal(given)}`;
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: ${type}`);
    variables[variable] = given;
    return `${name}: $${variable}`;
  };

  const selection = (one: Selection): string => {
    if (!isField(one)) {
      if (!one.named) return `... on ${one.on} ${block(one.below)}`;
      const name = `F${fragments.length}`;
      const at = fragments.push('') - 1;
      fragments[at] = `fragment ${name} on ${one.on} ${block(one.below)}`;
      return `...${name}`;
    }
    const { name, alias, args, below } = one;
    const given = args.length > 0 ? `(${args.map(argument).join(', ')})` : '';
    const called = alias === name ? name : `${alias}: ${name}`;
    return `${called}${given}${below.length > 0 ? ` ${block(below)}` : ''}`;
  };

  const block = (selections: readonly Selection[]): string => `{ ${selections.map(selection).join(' ')} }`;

  const body = block(root);
  const head = declared.length > 0 ? `${kind} (${declared.join(', ')})` : kind;
  return { query: [`${head} ${body}`, ...fragments].join('\n'), variables };
}

/** A value with what stands for names in it. */
function resolved(value: unknown, resolve: (text: string) => string): unknown {
  if (typeof value === 'string') return resolve(value);
  if (Array.isArray(value)) return value.map((one) => resolved(one, resolve));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, resolve)]));
}

/** A number, truth value or text as GraphQL writes it. */
function literal(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** All texts that an operation sends as values. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
