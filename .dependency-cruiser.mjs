// The import rules of the server and the client. A layer is a folder or a feature file's suffix; each rule names who may
// not reach whom and says why. test/rules holds a small tree for each that breaks it and nothing else.

const TOP = '^src/(main\\.ts|cli/)';
const APP = '^src/app\\.ts$';
const HTTP = '^src/http/';
const SCHEMA = '^src/schema\\.ts$';
const GRAPHQL_FOLDER = '^src/graphql/';
const FIELDS = '^src/(features|graphql)/.+\\.graphql\\.ts$';
const COMMAND = '^src/features/.+\\.command\\.ts$';
const QUERY = '^src/features/.+\\.query\\.ts$';
const RULE = '^src/features/.+\\.rule\\.ts$';
const TABLE = '^src/.+\\.table\\.ts$';
const APPEND = '^src/feed/(append|write)\\.ts$';
const GATHERED_TABLES = '^src/tables\\.ts$';
const COLUMNS = '^src/db/columns';
const PROTOCOL = '^src/protocol/';
const CLIENT = '^src/client/';

/** Packages that compute and do nothing else, so that rules and protocol stay the same in a browser. */
const PURE_PACKAGES = 'node_modules/(edtf|transliteration|zod|uuid)/';

/** Commands call those of features further right, never further left; features not named here come last. */
const COMMAND_ORDER = ['actor', 'issue', 'document', 'event', 'statement', 'annotation'];
/** Uses the commands of all features as somebody outside would, so it stands outside that order. */
const DEMO = '^src/features/demo/';

const anyOf = (...layers) => `(${layers.join('|')})`;
const commandsOf = (...features) => `^src/features/(${features.join('|')})/.+\\.command\\.ts$`;

/** A rule that holds in every direction but one: only `importers` may reach `layer`. */
const only = (name, layer, importers, comment, to = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [layer, ...importers] },
  to: { path: layer, ...to },
});

const forbid = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const layers = [
  only('nothing-above-main', TOP, [], 'main and cli start things; whatever they start must not know them.'),
  only('app-below-main', APP, [TOP], 'app connects everything; who imported it would reach everything.'),
  only(
    'http-below-app',
    HTTP,
    [TOP, APP],
    'Transport is replaceable: only app puts it in front of the schema.',
  ),
  only(
    'schema-below-http',
    SCHEMA,
    [TOP, APP, HTTP],
    'The whole schema is for those who serve it; a part of it must not need the whole.',
  ),
  only(
    'fields-below-schema',
    '^src/features/.+\\.graphql\\.ts$',
    [TOP, APP, HTTP, SCHEMA, FIELDS],
    'Fields parse, call and return; nothing that decides or stores depends on them.',
  ),
  only(
    'commands-below-fields',
    COMMAND,
    [TOP, APP, HTTP, SCHEMA, FIELDS],
    'Writes are asked for by fields; reads, rules and tables never start one.',
  ),
  only(
    'queries-below-commands',
    QUERY,
    [TOP, APP, HTTP, SCHEMA, GRAPHQL_FOLDER, FIELDS, COMMAND],
    'Reads serve fields and commands; rules and tables must not fetch.',
  ),
  only(
    'rules-below-commands',
    RULE,
    [TOP, APP, HTTP, SCHEMA, GRAPHQL_FOLDER, FIELDS, COMMAND, QUERY],
    'Decisions are applied by commands and queries; what lies below stores and does not decide.',
  ),
  only(
    'append-below-commands',
    APPEND,
    [TOP, APP, HTTP, SCHEMA, FIELDS, COMMAND],
    'A change is appended by the command whose transaction made it, so that log and content cannot differ.',
  ),
  only(
    'graphql-folder-below-fields',
    GRAPHQL_FOLDER,
    [TOP, APP, HTTP, SCHEMA, FIELDS],
    'Builder, scalars and context belong to the fields; commands and queries work without GraphQL.',
  ),
];

const stores = [
  forbid(
    'tables-know-columns-only',
    { path: TABLE },
    { path: '^src/', pathNot: [TABLE, COLUMNS, PROTOCOL] },
    'A table says columns, constraints and indexes, in terms of other tables, column helpers and protocol.',
  ),
  forbid(
    'columns-know-protocol-only',
    { path: COLUMNS },
    { path: '^src/', pathNot: [COLUMNS, PROTOCOL] },
    'Column helpers lie under every table and can know none of them.',
  ),
  forbid(
    'type-of-tables-only',
    { path: anyOf(COMMAND, QUERY) },
    { path: GATHERED_TABLES, dependencyTypesNot: ['type-only'] },
    'Commands and queries take the type Db; a value of the gathered tables would tie each feature to all.',
  ),
  forbid(
    'db-knows-no-feature',
    { path: '^src/db/' },
    { path: anyOf('^src/features/', '^src/feed/', GRAPHQL_FOLDER) },
    'Opening, migrating and transactions are the same whatever is stored.',
  ),
  forbid(
    'connections-come-from-outside',
    { path: '^src/(features|feed|graphql|protocol)/' },
    { path: '^src/db/(open|migrate|embedded)' },
    'A feature is handed its Db; one that opened its own would escape the transaction and the pool.',
  ),
  forbid(
    'feed-knows-tables-only',
    { path: '^src/feed/' },
    { path: '^src/features/', pathNot: [TABLE], dependencyTypesNot: ['type-only'] },
    'The feed carries ids and names no more than types; the content is read again by the field that delivers it.',
  ),
  only(
    'hub-held-by-app',
    '^src/feed/hub\\.ts$',
    [TOP, APP],
    'app holds the one hub and hands it in through the context; others may name its type.',
    { dependencyTypesNot: ['type-only'] },
  ),
];

const commandOrder = [
  ...COMMAND_ORDER.slice(1).map((feature, at) =>
    forbid(
      `commands-of-${feature}-call-later-ones`,
      { path: commandsOf(feature) },
      { path: commandsOf(...COMMAND_ORDER.slice(0, at + 1)) },
      `Commands call each other along one order (${COMMAND_ORDER.join(', ')}, the rest), so locks are taken in one order.`,
    ),
  ),
  forbid(
    'commands-of-the-rest-call-later-ones',
    { path: COMMAND, pathNot: [commandsOf(...COMMAND_ORDER), DEMO] },
    { path: commandsOf(...COMMAND_ORDER) },
    'Every other feature comes last in that order.',
  ),
  only(
    'demo-loaded-by-app',
    DEMO,
    [TOP, APP],
    'The demo calls the commands of every feature; none of them may come to need it.',
  ),
];

const purity = [
  forbid(
    'rules-are-pure',
    { path: RULE },
    { pathNot: [PROTOCOL, RULE, PURE_PACKAGES] },
    'A decision that imports no I/O can be tested as a function and read on its own.',
  ),
  forbid(
    'protocol-is-pure',
    { path: PROTOCOL },
    { pathNot: [PROTOCOL, PURE_PACKAGES] },
    'Protocol runs in the browser too: no node modules, no database, nothing of the server.',
  ),
];

const sides = [
  forbid(
    'client-knows-protocol-only',
    { path: CLIENT },
    { path: '^src/', pathNot: [CLIENT, PROTOCOL] },
    'The web app talks to the service over its public schema, as everybody does.',
  ),
  forbid(
    'server-knows-no-client',
    { path: '^src/', pathNot: CLIENT },
    { path: CLIENT },
    'The service must be whole without the web app.',
  ),
  forbid(
    'source-knows-no-test',
    { path: '^src/' },
    { path: '^test/' },
    'What is shipped must not need what checks it.',
  ),
  forbid(
    'source-needs-no-dev-package',
    { path: '^src/' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    'A package that only development installs is missing where the service runs.',
  ),
  forbid(
    'no-circle',
    { path: '^src/' },
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    'Files in a circle cannot be read, or loaded, one after the other; types alone may refer both ways.',
  ),
];

export default {
  forbidden: [...layers, ...stores, ...commandOrder, ...purity, ...sides],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
