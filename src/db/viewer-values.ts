/** What a database handle knows of the viewer on whose behalf it sends statements. */
export type ViewerValues = {
  accountId: string;
  /** Projects that he reads as a member. Those readable by anyone are none of these. */
  reads: readonly number[];
  /** Projects in which he is an EDITOR or OWNER. */
  edits: readonly number[];
  /** True where no check holds: for the service's own programs. */
  all: boolean;
};

class ViewerParameter {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    Object.freeze(this);
  }

  /** Errors and logs name it; what would send it as it stands asks for no string in particular, and fails. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.#name;
    throw new Error(`The parameter ${this.#name} has no value here: the statement needs a viewer's database`);
  }

  toJSON(): string {
    return this.#name;
  }
}

/**
 * Parameters whose value is the viewer's. Statements can thus be written once, among the relations of the tables too, and
 * their text is the same for everybody: ``sql`${layer.ownerId} = ${ACCOUNT}::uuid` ``. The handle that sends a statement puts the
 * values in; one that has none refuses.
 */
export const ACCOUNT = new ViewerParameter('ACCOUNT');
/** `::bigint[]` */
export const READS = new ViewerParameter('READS');
/** `::bigint[]` */
export const EDITS = new ViewerParameter('EDITS');
/** `::boolean`; a handle that has no value for it takes it for false there, by which no check is left out. */
export const ALL = new ViewerParameter('ALL');

/** @returns a function that puts a viewer's values, as they are at that moment, in the place of such parameters */
export function filling(viewer: ViewerValues) {
  const fill = (value: unknown): unknown => {
    if (!(value instanceof ViewerParameter)) return value;
    if (value === ACCOUNT) return viewer.accountId;
    if (value === READS) return `{${viewer.reads.join(',')}}`;
    return value === EDITS ? `{${viewer.edits.join(',')}}` : viewer.all;
  };
  return (values: readonly unknown[] = []): unknown[] => values.map(fill);
}
