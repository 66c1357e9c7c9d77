/** What the types of Relay mean to a reader of the schema; the plugin adds them to every connection. */
export const relayDescriptions = {
  edgesFieldOptions: { nullable: false, description: 'The entries of this page.' },
  nodeFieldOptions: { nullable: false, description: 'What the entry is.' },
  cursorFieldOptions: { description: 'The place of this entry: give it as `after` or `before`. Opaque.' },
  pageInfoFieldOptions: { description: 'Where this page stands among the others.' },
  pageInfoTypeOptions: { description: 'Where a page stands among the others.' },
  hasNextPageFieldOptions: { description: 'Whether entries follow this page.' },
  hasPreviousPageFieldOptions: { description: 'Whether entries come before this page.' },
  startCursorFieldOptions: { description: 'The place of its first entry; null where it is empty.' },
  endCursorFieldOptions: { description: 'The place of its last entry; null where it is empty.' },
  firstArgOptions: {
    description: 'So many entries from the start, at most 100; 20 where neither first nor last is given.',
  },
  lastArgOptions: { description: 'So many entries from the end, at most 100. Not together with first.' },
  afterArgOptions: { description: 'Only what comes after this cursor.' },
  beforeArgOptions: { description: 'Only what comes before this cursor.' },
  idFieldOptions: { description: 'Global id.' },
  nodeTypeOptions: { description: 'Whatever has a global id.' },
  nodeQueryOptions: {
    description: 'Whatever has this id; null where it is not there or not for you.',
    args: { id: { description: 'A global id.' } },
  },
  nodesQueryOptions: {
    description: 'Whatever has these ids, in their order; null where one is not there or not for you.',
    args: { ids: { description: 'Global ids.' } },
  },
} as const;
