import { isField, type Operation, type Selection } from './operation.ts';

/** The least of an operation that is still at fault: selections and arguments are left out one by one, as long as it is. */
export async function shrink(
  operation: Operation,
  isAtFault: (operation: Operation) => Promise<boolean>,
): Promise<Operation> {
  let least = operation;
  for (let tries = 0, found = true; found && tries < 200;) {
    found = false;
    for (const smaller of smallerThan(least)) {
      tries += 1;
      if (!(await isAtFault(smaller))) continue;
      least = smaller;
      found = true;
      break;
    }
  }
  return least;
}

function smallerThan({ kind, root }: Operation): Operation[] {
  return lists(root).map((smaller) => ({ kind, root: smaller as Operation['root'] }));
}

/** A list of selections with something left out of it: a whole selection first, then something within one. */
function lists(selections: readonly Selection[]): Selection[][] {
  const shorter =
    selections.length > 1 ? selections.map((_, at) => selections.filter((__, other) => other !== at)) : [];
  const within = selections.flatMap((one, at) => lessOf(one).map((less) => selections.with(at, less)));
  return [...shorter, ...within];
}

function lessOf(one: Selection): Selection[] {
  const below = lists(one.below).map((below) => ({ ...one, below }));
  if (!isField(one)) return below;
  const optional = one.args.flatMap((arg, at) => (arg.type.endsWith('!') ? [] : [at]));
  const fewer = optional.map((left) => ({ ...one, args: one.args.filter((_, at) => at !== left) }));
  const inputs = one.args.flatMap((arg, at) =>
    lessOfValue(arg.value).map((value) => ({ ...one, args: one.args.with(at, { ...arg, value }) })),
  );
  return [...below, ...fewer, ...inputs];
}

/** An input without one of its fields. */
function lessOfValue(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).map((left) =>
    Object.fromEntries(Object.entries(value).filter(([key]) => key !== left)),
  );
}
