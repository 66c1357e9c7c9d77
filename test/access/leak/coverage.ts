/** What answers have shown so far: by which the next operations are chosen, and which the test asserts in the end. */
export class Coverage {
  /** How often a field, by `Type.field`, has been in an answer. */
  readonly fields = new Map<string, number>();
  /** How often a thing of a node type has been. */
  readonly nodes = new Map<string, number>();
  /** Calls of root fields, and those of them that gave what was asked for. */
  readonly called = new Map<string, number>();
  readonly succeeded = new Map<string, number>();
  /** How calls ended, by `place field CODE`. */
  readonly outcomes = new Map<string, number>();

  countOf(field: string): number {
    return this.fields.get(field) ?? 0;
  }

  /** Whether calls of a root field have come to nothing so far, several of them. */
  isInVain(field: string): boolean {
    return (this.called.get(field) ?? 0) > 1 && !this.succeeded.has(field);
  }

  /** Whether a mutation has been refused to the coder in the study, whatever it was about there. */
  isForbidden(mutation: string): boolean {
    return ['study', 'hidden'].some((whose) => this.outcomes.has(`${whose} Mutation.${mutation} FORBIDDEN`));
  }

  /** How much an operation that begins with a field is wanted. */
  wish(field: string): number {
    return 1 / (1 + (this.succeeded.get(field) ?? 0) + (this.called.get(field) ?? 0) / 8);
  }
}

export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
