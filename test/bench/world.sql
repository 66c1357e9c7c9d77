-- A project of 20,000 statements on shared layers and 4,000 on hidden ones: a state with ten governments, each with ten
-- ministers, who speak about 40 issues in 500 documents over ten years. What triggers would derive is written here directly.
SET session_replication_role = replica;
INSERT INTO account (id, name, email) SELECT account, name, name || '@example.org' FROM (VALUES
  (pg_temp.key('account', 1), 'owner'), (pg_temp.key('account', 2), 'coder'), (pg_temp.key('account', 3), 'blind')) a(account, name);
INSERT INTO project (id, slug, name, created_by) VALUES (1, 'bench', 'Bench', pg_temp.key('account', 1));
INSERT INTO project_head (project_id, cursor_key) VALUES (1, sha256('bench'));
INSERT INTO membership (project_id, account_id, role, created_by) VALUES
  (1, pg_temp.key('account', 1), 'OWNER', pg_temp.key('account', 1)), (1, pg_temp.key('account', 2), 'CODER', pg_temp.key('account', 1)),
  (1, pg_temp.key('account', 3), 'CODER', pg_temp.key('account', 1));
-- Actor 0 is the state, 1 to 10 are governments, 11 to 110 ministers.
INSERT INTO actor (project_id, id, slug, name, kind, created_by)
SELECT 1, pg_temp.key('actor', n), 'actor-' || n, 'Actor ' || n, CASE WHEN n = 0 THEN 'STATE' WHEN n <= 10 THEN 'GOVERNMENT' ELSE 'PERSON' END::actor_kind,
  pg_temp.key('account', 1) FROM generate_series(0, 110) n;
INSERT INTO affiliation (project_id, id, actor_id, of_id, kind, valid_from, created_by)
SELECT 1, pg_temp.key('affiliation', n), pg_temp.key('actor', n), pg_temp.key('actor', CASE WHEN n <= 10 THEN 0 ELSE 1 + (n - 11) / 10 END),
  'PART_OF', date '2009-01-01', pg_temp.key('account', 1) FROM generate_series(1, 110) n;
INSERT INTO issue (project_id, id, slug, label, created_by)
SELECT 1, pg_temp.key('issue', n), 'issue-' || n, 'Issue ' || n, pg_temp.key('account', 1) FROM generate_series(0, 39) n;
INSERT INTO document (project_id, id, slug, title, author_id, published_on, language, current_version_id, created_by)
SELECT 1, pg_temp.key('document', n), 'document-' || n, 'Document ' || n, pg_temp.key('actor', 11 + n % 100), date '2010-01-01' + n * 7, 'en',
  pg_temp.key('version', n), pg_temp.key('account', 1) FROM generate_series(0, 499) n;
INSERT INTO document_version (project_id, id, document_id, number, text, sha256, created_by)
SELECT 1, pg_temp.key('version', n), pg_temp.key('document', n), 1, t, encode(sha256(convert_to(t, 'UTF8')), 'hex'), pg_temp.key('account', 1)
FROM generate_series(0, 499) n, repeat('Somebody said something to somebody. ', 50) t;
INSERT INTO layer (project_id, id, document_id, kind, counts)
SELECT 1, pg_temp.key('shared', n), pg_temp.key('document', n), 'SHARED', true FROM generate_series(0, 499) n;
INSERT INTO layer (project_id, id, document_id, kind, owner_id, blind, hidden)
SELECT 1, pg_temp.key('hidden', n), pg_temp.key('document', n), 'PERSONAL', pg_temp.key('account', 3), true, true FROM generate_series(0, 499) n;
INSERT INTO statement (project_id, id, document_id, layer_id, hidden_for, speaker_id, on_behalf_of_id, issue_id, stance, toward_id, reported_in_id,
  created_by, said_on_resolved, said_on_origin, earliest, latest, intermediary_count)
SELECT 1, pg_temp.key('statement', n), pg_temp.key('document', n % 500), pg_temp.key(CASE WHEN n < 20000 THEN 'shared' ELSE 'hidden' END, n % 500),
  CASE WHEN n >= 20000 THEN pg_temp.key('account', 3) END,
  pg_temp.key('actor', 11 + (n * 7919) % 100), CASE WHEN n % 3 = 0 THEN pg_temp.key('actor', 1 + n % 10) END, pg_temp.key('issue', (n * 31) % 40),
  (n % 5 - 2) / 2.0, pg_temp.key('actor', n % 111), NULL, pg_temp.key('account', CASE WHEN n < 20000 THEN 1 ELSE 3 END),
  to_char(d, 'YYYY-MM-DD'), 'DOCUMENT', d, d, CASE WHEN n % 10 = 1 THEN 1 ELSE 0 END
FROM generate_series(0, 23999) n, LATERAL (SELECT date '2010-01-01' + (n % 500) * 7) day(d);
INSERT INTO statement_intermediary (project_id, statement_id, hidden_for, position, actor_id)
SELECT 1, pg_temp.key('statement', n), CASE WHEN n >= 20000 THEN pg_temp.key('account', 3) END, 0, pg_temp.key('actor', 11 + n % 100) FROM generate_series(1, 23999, 10) n;
INSERT INTO statement_relation (project_id, id, document_id, layer_id, hidden_for, consequent_id, operator, created_by)
SELECT 1, pg_temp.key('relation', n), s.document_id, s.layer_id, s.hidden_for, s.id, 'IF', s.created_by
FROM generate_series(0, 23499, 10) n JOIN statement s ON s.project_id = 1 AND s.id = pg_temp.key('statement', n);
INSERT INTO relation_antecedent (project_id, relation_id, statement_id, layer_id, hidden_for, ordinal)
SELECT 1, r.id, pg_temp.key('statement', n + CASE WHEN n BETWEEN 19500 AND 19999 THEN -500 ELSE 500 END), r.layer_id, r.hidden_for, 0
FROM generate_series(0, 23499, 10) n JOIN statement_relation r ON r.project_id = 1 AND r.id = pg_temp.key('relation', n);
INSERT INTO annotation (project_id, id, document_id, layer_id, hidden_for, motivation, statement_id, created_by)
SELECT 1, pg_temp.key('annotation', n), s.document_id, s.layer_id, s.hidden_for, 'CLASSIFYING', s.id, s.created_by
FROM generate_series(0, 23999) n JOIN statement s ON s.project_id = 1 AND s.id = pg_temp.key('statement', n);
INSERT INTO annotation_range (project_id, annotation_id, hidden_for, ordinal, document_id, version_id, start, "end", exact)
SELECT 1, a.id, a.hidden_for, 0, a.document_id, pg_temp.key('version', n % 500), n % 1000, n % 1000 + 30, repeat('x', 30)
FROM generate_series(0, 23999) n JOIN annotation a ON a.project_id = 1 AND a.id = pg_temp.key('annotation', n);
SET session_replication_role = origin;
ANALYZE;
