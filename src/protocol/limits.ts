/** Entries in a page of a connection where the reader names no number. */
export const PAGE_DEFAULT = 20;
/** Entries in a page of a connection at most. */
export const PAGE_MAX = 100;
/** Code points in the text of a document version: about eight hundred thousand words. */
export const DOCUMENT_TEXT_MAX = 5_000_000;
/** Code points in a label or name: of an actor, issue, role, type code or external id. */
export const LABEL_MAX = 300;
/** Characters in a slug. */
export const SLUG_MAX = 80;
/** Code points in the title of a document or an event. */
export const TITLE_MAX = 500;
/** Code points in a definition, comment, description, or a text value of a variable. */
export const PROSE_MAX = 10_000;
/** Characters in an idempotency key. */
export const IDEMPOTENCY_KEY_MAX = 200;
/** Characters in an EDTF date; the longest sensible interval has 23. */
export const EDTF_MAX = 64;
/** Code points kept before and after a quote. */
export const QUOTE_CONTEXT = 32;
/** Code points in the name of an access token. */
export const TOKEN_NAME_MAX = 80;
/** Access tokens of one account that hold. */
export const TOKENS_MAX = 100;
/** Projects that one access token is narrowed to. */
export const TOKEN_PROJECTS_MAX = 100;
/** Days that an access token or an invitation may hold. */
export const TOKEN_DAYS_MAX = 3_650;
export const INVITATION_DAYS_MAX = 365;
/** Invitations of one project that can still be accepted. */
export const INVITATIONS_MAX = 200;
/** Ranges of one annotation. */
export const RANGES_MAX = 100;
/** Items of one bulk call. */
export const BULK_MAX = 500;
/** Marks of one statement in a bulk call. */
export const MARKS_MAX = 100;
/** Ranges of one bulk call, over all its marks. */
export const BULK_RANGES_MAX = 5_000;
/** Code points looked through for the quotes of one call: the text's length for each of them. */
export const QUOTE_SEARCH_MAX = 2_000_000_000;
/** Addressees of one statement. */
export const ADDRESSEES_MAX = 50;
/** Antecedents of one relation between statements. */
export const ANTECEDENTS_MAX = 50;
/** Participants of one event. */
export const PARTICIPANTS_MAX = 200;
/** Names of one actor. */
export const NAMES_MAX = 100;
/** External ids of one actor. */
export const EXTERNAL_IDS_MAX = 50;
/** Variables of one project. */
export const VARIABLES_MAX = 100;
/** Options of one choice variable. */
export const OPTIONS_MAX = 200;
/** Things named in one list of a filter. */
export const FILTER_NAMES_MAX = 500;
/** Levels of objects and lists inside one value of the JSON scalar. */
export const JSON_DEPTH_MAX = 32;
/** Brackets of any kind inside one another in a GraphQL document. */
export const QUERY_DEPTH_MAX = 200;
/** Characters of a GraphQL document; what is longer belongs into variables. */
export const QUERY_LENGTH_MAX = 100_000;
/** Tokens of a GraphQL document. */
export const QUERY_TOKENS_MAX = 5_000;
/** Fields inside one another, those of introspection aside. */
export const QUERY_FIELD_DEPTH_MAX = 30;
/** Aliases of an operation, those of a fragment counted wherever it is spread. */
export const QUERY_ALIASES_MAX = 200;
/** Directives of an operation, those of a fragment counted wherever it is spread. */
export const QUERY_DIRECTIVES_MAX = 100;
/** Fields of one name that have fields beneath them, in a GraphQL document. */
export const QUERY_REPEATS_MAX = 100;
/** Entries of connections that one operation may read. */
export const NODES_MAX = 250_000;
/** Points that one operation may cost. */
export const COST_MAX = 5_000_000;
/** Bytes of a request from somebody who may write: a document's text escaped character by character takes 30 MB. */
export const BODY_MAX = 32 * 2 ** 20;
/** Bytes of a request from somebody who may not. */
export const SMALL_BODY_MAX = 2 ** 20;
/** Values, names and brackets in the JSON of a request. */
export const BODY_VALUES_MAX = 500_000;
/** Seconds that one operation may take. */
export const OPERATION_SECONDS_MAX = 30;
/** Subscriptions of one account, token or address at one instance, and of one WebSocket. */
export const SUBSCRIPTIONS_MAX = 100;
/** Requests a second of one account or token, in the long run. */
export const RATE = 100;

/** Characters of one answer, or of one event. */
export const ANSWER_MAX = 64_000_000;
