import { isField, type Field, type Selection } from './operation.ts';

/** An object in an answer, with what each field that was asked of it gave. */
export type Told = { type: string; fields: { field: Field; value: unknown }[] };

/** The objects in an answer, each before those in it. */
export function toldIn(selections: readonly Selection[], data: unknown): Told[] {
  if (Array.isArray(data)) return data.flatMap((one) => toldIn(selections, one));
  if (typeof data !== 'object' || data === null) return [];
  const told = data as Record<string, unknown>;
  const fields = fieldsOf(selections, told).flatMap((field) =>
    field.alias in told ? [{ field, value: told[field.alias] }] : [],
  );
  const type = String(told['__typename'] ?? fields[0]?.field.of);
  return [{ type, fields }, ...fields.flatMap(({ field, value }) => toldIn(field.below, value))];
}

function fieldsOf(selections: readonly Selection[], told: Record<string, unknown>): Field[] {
  return selections.flatMap((selection) => {
    if (isField(selection)) return [selection];
    const type = told['__typename'];
    return type === undefined || type === selection.on ? fieldsOf(selection.below, told) : [];
  });
}
