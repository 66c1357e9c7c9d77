-- The audit trail is only ever added to; what concerns a project goes with it, as its log does.
CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION forbid_change('audit_append_only');--> statement-breakpoint
CREATE FUNCTION forbid_audit_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR old.project_id IS NULL OR EXISTS (SELECT FROM project WHERE id = old.project_id) THEN
    RAISE EXCEPTION 'the audit trail is append-only'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_append_only';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_kept AFTER DELETE ON audit_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION forbid_audit_removal();--> statement-breakpoint
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_audit_removal();--> statement-breakpoint

-- The second wall: requests reach the tables under the role demarche_app alone, and see and change what the rows of membership,
-- access_token and project.readable_by_anyone let their viewer, whatever their SQL asks for. The tables' owner (migrations,
-- authentication, the feed's tailer, the command line) stands outside it.

-- Roles belong to the whole server, and several of its databases may be migrated at once.
DO $$
DECLARE
  right_to_set text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOR attempt IN 1..20 LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'demarche_app') THEN
        CREATE ROLE demarche_app NOLOGIN;
      END IF;
      IF NOT pg_has_role(current_user, 'demarche_app', right_to_set) THEN
        EXECUTE 'GRANT demarche_app TO current_user'
          || CASE right_to_set WHEN 'SET' THEN ' WITH INHERIT FALSE, SET TRUE' ELSE '' END;
      END IF;
      EXIT;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format(
          'requests run under the role demarche_app, which %I may not create or grant to itself; an administrator of '
          'the server must run: CREATE ROLE demarche_app NOLOGIN; GRANT demarche_app TO %1$I', current_user);
      -- Another database's migration came first, or is at it now (internal_error: "tuple concurrently updated").
      WHEN duplicate_object OR unique_violation OR internal_error THEN
        IF attempt = 20 THEN RAISE; END IF;
        PERFORM pg_sleep(random() * 0.2);
    END;
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'demarche_app' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'the role demarche_app is exempt from row-level security; an administrator of the server must run: '
      'ALTER ROLE demarche_app NOSUPERUSER NOBYPASSRLS';
  END IF;
END $$;--> statement-breakpoint

-- The viewer in force, as enter_viewer derived it. Policies read these once a statement, inside (select …).
CREATE FUNCTION viewer_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('demarche.account', true), '')::uuid $$;--> statement-breakpoint
CREATE FUNCTION viewer_may_create() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('demarche.may_create', true), '') = 'true' $$;--> statement-breakpoint
-- Projects he is a member of; those readable by anyone are read without.
CREATE FUNCTION viewer_reads() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('demarche.reads', true), ''), '{}')::bigint[] $$;--> statement-breakpoint
-- Projects he may write into: a CODER or more, and no token that only reads.
CREATE FUNCTION viewer_writes() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('demarche.writes', true), ''), '{}')::bigint[] $$;--> statement-breakpoint
-- Projects in which he is an EDITOR or more: hidden layers are none to him.
CREATE FUNCTION viewer_edits() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('demarche.edits', true), ''), '{}')::bigint[] $$;--> statement-breakpoint
CREATE FUNCTION viewer_owns() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('demarche.owns', true), ''), '{}')::bigint[] $$;--> statement-breakpoint

-- Whether anyone may read a project: asked of each row that a viewer who is no member reads, so the last one found is remembered
-- until a viewer enters again.
DO $do$
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION anyone_reads(project bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
      IF current_setting('demarche.open', true) = project::text THEN RETURN true; END IF;
      IF NOT EXISTS (SELECT FROM %I.project p WHERE p.id = project AND p.readable_by_anyone) THEN RETURN false; END IF;
      PERFORM set_config('demarche.open', project::text, true);
      RETURN true;
    END $$ $f$, current_schema());
END $do$;--> statement-breakpoint

-- Puts a viewer in force until the end of the transaction, never beyond: the next user of the connection finds nobody there.
-- An account without a membership, or with a token that is revoked, expired or another's, reads what anyone may.
CREATE FUNCTION enter_viewer(account uuid, token uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  who uuid := nullif(account, '00000000-0000-0000-0000-000000000000');
  writing boolean := true;
  everywhere boolean := true;
  reads bigint[];
  writes bigint[];
  edits bigint[];
  owns bigint[];
BEGIN
  IF token IS NOT NULL THEN
    SELECT t.may_write, t.all_projects INTO writing, everywhere FROM access_token t
    WHERE t.id = token AND t.account_id = who AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp());
    IF NOT FOUND THEN who := NULL; END IF;
  END IF;
  IF who IS NOT NULL THEN
    SELECT array_agg(m.project_id), array_agg(m.project_id) FILTER (WHERE m.role >= 'CODER' AND writing),
      array_agg(m.project_id) FILTER (WHERE m.role >= 'EDITOR'), array_agg(m.project_id) FILTER (WHERE m.role = 'OWNER')
      INTO reads, writes, edits, owns
    FROM membership m
    WHERE m.account_id = who AND m.ended_at IS NULL AND (everywhere OR EXISTS (
      SELECT FROM access_token_project p WHERE p.token_id = token AND p.project_id = m.project_id));
  END IF;
  PERFORM set_config('demarche.account', coalesce(who::text, ''), true),
    set_config('demarche.open', '', true),
    set_config('demarche.token', coalesce(token::text, ''), true),
    set_config('demarche.may_create', (who IS NOT NULL AND writing AND everywhere)::text, true),
    set_config('demarche.reads', coalesce(reads::text, ''), true),
    set_config('demarche.writes', coalesce(writes::text, ''), true),
    set_config('demarche.edits', coalesce(edits::text, ''), true),
    set_config('demarche.owns', coalesce(owns::text, ''), true);
END $$;--> statement-breakpoint

-- Whoever makes a project owns it, and sees it from then on.
CREATE FUNCTION own_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account uuid := viewer_account();
BEGIN
  INSERT INTO membership (project_id, account_id, role, created_by)
  VALUES (new.id, new.created_by, 'OWNER', new.created_by) ON CONFLICT DO NOTHING;
  IF account IS NOT NULL THEN
    PERFORM enter_viewer(account, nullif(current_setting('demarche.token', true), '')::uuid);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER project_owned AFTER INSERT ON project FOR EACH ROW EXECUTE FUNCTION own_project();--> statement-breakpoint

-- A project that stands has an OWNER, whoever leaves; two who leave at once are put in order by the head row's lock.
CREATE FUNCTION check_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM project_head WHERE project_id = old.project_id FOR UPDATE;
  IF EXISTS (SELECT FROM project WHERE id = old.project_id) AND NOT EXISTS (
    SELECT FROM membership WHERE project_id = old.project_id AND role = 'OWNER' AND ended_at IS NULL)
  THEN
    RAISE EXCEPTION 'project % would have no owner', old.project_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'project_has_owner';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER membership_leaves_owner AFTER UPDATE OR DELETE ON membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old.role = 'OWNER' AND old.ended_at IS NULL)
  EXECUTE FUNCTION check_owner();--> statement-breakpoint

-- Rows on a hidden layer are marked with its coder. Whoever writes one waits for whoever reveals the layer, and the other way round.
CREATE FUNCTION mark_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT CASE WHEN hidden THEN owner_id END INTO new.hidden_for FROM layer
  WHERE project_id = new.project_id AND id = new.layer_id FOR SHARE;
  RETURN new;
END $$;--> statement-breakpoint
CREATE FUNCTION mark_part_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'annotation_range' THEN
    SELECT CASE WHEN l.hidden THEN l.owner_id END INTO new.hidden_for
    FROM annotation a JOIN layer l ON l.project_id = a.project_id AND l.id = a.layer_id
    WHERE a.project_id = new.project_id AND a.id = new.annotation_id FOR SHARE OF l;
  ELSE
    SELECT CASE WHEN l.hidden THEN l.owner_id END INTO new.hidden_for
    FROM statement s JOIN layer l ON l.project_id = s.project_id AND l.id = s.layer_id
    WHERE s.project_id = new.project_id AND s.id = new.statement_id FOR SHARE OF l;
  END IF;
  RETURN new;
END $$;--> statement-breakpoint
DO $$
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY ARRAY['statement', 'statement_relation', 'relation_antecedent', 'annotation'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_hidden BEFORE INSERT OR UPDATE OF project_id, layer_id, hidden_for ON %1$I
      FOR EACH ROW EXECUTE FUNCTION mark_hidden()', each);
  END LOOP;
  FOREACH each IN ARRAY ARRAY['statement_addressee', 'statement_value', 'statement_intermediary'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_hidden BEFORE INSERT OR UPDATE OF project_id, statement_id, hidden_for ON %1$I
      FOR EACH ROW EXECUTE FUNCTION mark_part_hidden()', each);
  END LOOP;
END $$;--> statement-breakpoint
CREATE TRIGGER annotation_range_hidden BEFORE INSERT OR UPDATE OF project_id, annotation_id, hidden_for ON annotation_range
  FOR EACH ROW EXECUTE FUNCTION mark_part_hidden();--> statement-breakpoint
CREATE FUNCTION reveal_layer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  coder uuid := CASE WHEN new.hidden THEN new.owner_id END;
  statements uuid[] := ARRAY(SELECT id FROM statement
    WHERE project_id = new.project_id AND document_id = new.document_id AND layer_id = new.id);
  annotations uuid[] := ARRAY(SELECT id FROM annotation
    WHERE project_id = new.project_id AND document_id = new.document_id AND layer_id = new.id);
BEGIN
  UPDATE statement SET hidden_for = coder WHERE project_id = new.project_id AND id = ANY (statements);
  UPDATE statement_addressee SET hidden_for = coder WHERE project_id = new.project_id AND statement_id = ANY (statements);
  UPDATE statement_value SET hidden_for = coder WHERE project_id = new.project_id AND statement_id = ANY (statements);
  UPDATE statement_intermediary SET hidden_for = coder WHERE project_id = new.project_id AND statement_id = ANY (statements);
  UPDATE statement_relation SET hidden_for = coder WHERE project_id = new.project_id AND layer_id = new.id;
  UPDATE relation_antecedent SET hidden_for = coder WHERE project_id = new.project_id AND statement_id = ANY (statements);
  UPDATE annotation SET hidden_for = coder WHERE project_id = new.project_id AND id = ANY (annotations);
  UPDATE annotation_range SET hidden_for = coder WHERE project_id = new.project_id AND annotation_id = ANY (annotations);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER layer_revealed AFTER UPDATE OF hidden, owner_id ON layer FOR EACH ROW
  WHEN (old.hidden <> new.hidden OR new.hidden AND old.owner_id IS DISTINCT FROM new.owner_id)
  EXECUTE FUNCTION reveal_layer();--> statement-breakpoint

-- Keys go with their project, whoever's they are; they hang on it by no foreign key, since those of creating one lie outside.
CREATE FUNCTION forget_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM idempotency WHERE project_id = old.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER project_keys AFTER DELETE ON project FOR EACH ROW EXECUTE FUNCTION forget_keys();--> statement-breakpoint

-- Whether the viewer shares, or shared, a project with that account. Members of projects open to anyone are known to anyone.
CREATE FUNCTION knows_account(other uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT EXISTS (
    SELECT FROM membership m JOIN project p ON p.id = m.project_id
    WHERE m.account_id = other AND (p.readable_by_anyone OR m.project_id = ANY (viewer_reads())))
$$;--> statement-breakpoint

-- The policies. In their terms stand: `%1$I` for the table, and for the conditions
--   readable  he is a member, or anyone may read the project;
--   written   he may write into the project;     edited, owned  …and is an EDITOR, an OWNER there;
--   seen      readable, and the layer of the row is not hidden from him;
--   his       the layer of the row is one that he writes: a shared one, his own, or, for an EDITOR, any.
-- A row that is locked (FOR KEY SHARE …) must pass the condition of UPDATE, though not the check of the row it would become:
-- that is why whoever may write into a project may "use" rows that he may not change.
DO $do$
DECLARE
  readable text := '(%1$I.project_id = any ((select viewer_reads())::bigint[]) or anyone_reads(%1$I.project_id))';
  member text := '%1$I.project_id = any ((select viewer_reads())::bigint[])';
  written text := '%1$I.project_id = any ((select viewer_writes())::bigint[])';
  editor text := '%1$I.project_id = any ((select viewer_edits())::bigint[])';
  edited text := written || ' and ' || editor;
  owner text := '%1$I.project_id = any ((select viewer_owns())::bigint[])';
  owned text := written || ' and ' || owner;
  mine text := '%1$I.account_id = (select viewer_account())';
  -- Whether a row is hidden shows in the row: nothing is looked up for it.
  not_hidden text := '(%1$I.hidden_for is null or ' || editor || ' or %1$I.hidden_for = (select viewer_account()))';
  seen text := readable || ' and ' || not_hidden;
  his text := written || ' and (' || editor || ' or exists (select from layer l
    where l.project_id = %1$I.project_id and l.id = %1$I.layer_id
      and (l.kind = ''SHARED'' or l.owner_id = (select viewer_account())) offset 0))';
  -- Correlated on purpose (offset 0 keeps the planner from hashing whole tables): rows are written by key.
  part_his text := written || ' and (' || editor || ' or exists (select from %2$I whole
    join layer l on l.project_id = whole.project_id and l.id = whole.layer_id
    where whole.project_id = %1$I.project_id and whole.id = %1$I.%3$I
      and (l.kind = ''SHARED'' or l.owner_id = (select viewer_account())) offset 0))';
  own_layer text := written || ' and (' || editor || ' or layer.kind = ''SHARED'' or layer.owner_id = (select viewer_account()))';
  each record;
BEGIN
  FOR each IN
    SELECT t.*, '' AS whole, '' AS key FROM (VALUES
      -- table, who reads a row, inserts, uses, changes it to what, deletes; null: nobody
      ('actor', readable, written, written, written, edited),
      ('actor_name', readable, written, written, written, written),
      ('actor_external_id', readable, written, written, written, written),
      ('affiliation', readable, written, written, written, written),
      ('event', readable, written, written, written, edited),
      ('event_participant', readable, written, written, written, written),
      ('issue', readable, written, written, edited, edited),
      ('variable', readable, edited, written, edited, edited),
      ('document', readable, edited, written, edited, edited),
      ('document_version', readable, edited, NULL, NULL, edited),
      ('document_passage', readable, edited, written, edited, edited),
      ('layer', readable || ' and (not layer.hidden or ' || editor || ' or layer.owner_id = (select viewer_account()))',
        own_layer, written, own_layer, own_layer),
      ('statement', seen, his, his, his, his),
      ('statement_relation', seen, his, his, his, his),
      ('relation_antecedent', seen, his, his, his, his),
      ('annotation', seen, his, his, his, his),
      ('project', '(project.id = any ((select viewer_reads())::bigint[]) or project.readable_by_anyone)',
        'project.created_by = (select viewer_account()) and (select viewer_may_create())',
        replace(written, '.project_id', '.id'), replace(owned, '.project_id', '.id'), replace(owned, '.project_id', '.id')),
      ('project_head', readable, owned, written, written, NULL),
      ('change', readable || ' and (change.only_for is null or ' || editor || ' or change.only_for = (select viewer_account()))',
        written || ' and change.by = (select viewer_account())', NULL, NULL, NULL),
      -- Keys of creating projects lie outside any, under 0.
      ('idempotency', mine, mine || ' and (idempotency.project_id = 0 or ' || written || ')', mine, mine, mine),
      ('membership', readable, owned, owned, owned, owned),
      ('invitation', owner, owned, owned, owned, owned),
      ('audit_entry', '(' || owner || ' or audit_entry.project_id is null and ' || mine || ')',
        mine || ' and (audit_entry.project_id is null or ' || owner || ')', NULL, NULL, NULL),
      -- Other tables show who wrote what, so whoever shares a project is known, also after he left. The local owner is in every service.
      ('account', '(account.id = (select viewer_account()) or account.local_owner or exists (
          select from membership m where m.account_id = account.id offset 0) or knows_account(account.id))',
        NULL, NULL, NULL, NULL)
    ) t (name, reads, inserts, uses, changes, deletes)
    UNION ALL
    SELECT t.name, seen, part_his, part_his, part_his, part_his, t.whole, t.key FROM (VALUES
      ('statement_addressee', 'statement', 'statement_id'),
      ('statement_value', 'statement', 'statement_id'),
      ('annotation_range', 'annotation', 'annotation_id')
    ) t (name, whole, key)
    UNION ALL
    -- Written by the database itself.
    SELECT 'statement_intermediary', seen, NULL, NULL, NULL, NULL, 'statement', 'statement_id'
  LOOP
    EXECUTE format('ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY', each.name);
    EXECUTE format('GRANT SELECT ON %1$I TO demarche_app', each.name);
    EXECUTE format('CREATE POLICY viewer_reads ON %1$I FOR SELECT TO demarche_app USING (' || each.reads || ')',
      each.name, each.whole, each.key);
    IF each.inserts IS NOT NULL THEN
      EXECUTE format('GRANT INSERT ON %1$I TO demarche_app', each.name);
      EXECUTE format('CREATE POLICY viewer_inserts ON %1$I FOR INSERT TO demarche_app WITH CHECK (' || each.inserts || ')',
        each.name, each.whole, each.key);
    END IF;
    IF each.uses IS NOT NULL THEN
      EXECUTE format('GRANT UPDATE ON %1$I TO demarche_app', each.name);
      EXECUTE format('CREATE POLICY viewer_changes ON %1$I FOR UPDATE TO demarche_app USING (' || each.uses
        || ') WITH CHECK (' || each.changes || ')', each.name, each.whole, each.key);
    END IF;
    IF each.deletes IS NOT NULL THEN
      EXECUTE format('GRANT DELETE ON %1$I TO demarche_app', each.name);
      EXECUTE format('CREATE POLICY viewer_deletes ON %1$I FOR DELETE TO demarche_app USING (' || each.deletes || ')',
        each.name, each.whole, each.key);
    END IF;
  END LOOP;
END $do$;--> statement-breakpoint

-- Under policies PostgreSQL asks no index what an operator that might tell of rows (`%`, `like`, `@@`) finds: searches would read
-- every row of a project. These look for keys as the tables' owner, and check themselves what the policies do; the rows
-- themselves are then read by key, through the policies.
CREATE FUNCTION may_search(project bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('role') <> 'demarche_app' OR project = ANY (viewer_reads()) OR anyone_reads(project)
$$;--> statement-breakpoint

-- Names alike to `sought`, by the thresholds in force, or that hold it; of fewer than three characters, that begin or end so, or
-- of which a word does. `escaped` is the same for use in a pattern.
CREATE FUNCTION names_like(project bigint, sought text, escaped text, short boolean)
  RETURNS TABLE (actor_key uuid, name_key uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 AS $$
BEGIN
  IF NOT may_search(project) THEN RETURN; END IF;
  IF short THEN
    RETURN QUERY
      SELECT a.id, NULL::uuid FROM actor a WHERE a.project_id = project AND (lower(a.name) LIKE lower(escaped || '%')
        OR lower(a.name) LIKE lower('% ' || escaped || '%') OR lower(a.name) LIKE lower('%' || escaped))
      UNION ALL
      SELECT n.actor_id, n.id FROM actor_name n WHERE n.project_id = project AND (lower(n.name) LIKE lower(escaped || '%')
        OR lower(n.name) LIKE lower('% ' || escaped || '%') OR lower(n.name) LIKE lower('%' || escaped));
  ELSE
    RETURN QUERY
      SELECT a.id, NULL::uuid FROM actor a WHERE a.project_id = project AND (lower(a.name) % lower(sought)
        OR lower(sought) <% lower(a.name) OR lower(a.name) LIKE lower('%' || escaped || '%'))
      UNION ALL
      SELECT n.actor_id, n.id FROM actor_name n WHERE n.project_id = project AND (lower(n.name) % lower(sought)
        OR lower(sought) <% lower(n.name) OR lower(n.name) LIKE lower('%' || escaped || '%'));
  END IF;
END $$;--> statement-breakpoint

-- Passages and quotes in which a query finds words, by its language; or that hold all patterns as they stand.
CREATE FUNCTION passages_matching(project bigint, language regconfig, query tsquery)
  RETURNS TABLE (version_key uuid, ordinal_key integer) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 AS $$
BEGIN
  IF NOT may_search(project) THEN RETURN; END IF;
  RETURN QUERY SELECT t.version_id, t.ordinal FROM document_passage t
    WHERE t.project_id = project AND t.config = language AND t.search @@ query;
END $$;--> statement-breakpoint
CREATE FUNCTION passages_holding(project bigint, language regconfig, patterns text[])
  RETURNS TABLE (version_key uuid, ordinal_key integer) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 AS $$
BEGIN
  IF NOT may_search(project) THEN RETURN; END IF;
  -- LIKE ALL (…) is served by no index.
  RETURN QUERY EXECUTE 'SELECT t.version_id, t.ordinal FROM document_passage t WHERE t.project_id = $1 AND t.config = $2 AND '
    || (SELECT string_agg(format('lower(t.text) LIKE lower(%L)', pattern), ' AND ') FROM unnest(patterns) pattern)
    USING project, language;
END $$;--> statement-breakpoint
CREATE FUNCTION quotes_matching(project bigint, language regconfig, query tsquery)
  RETURNS TABLE (annotation_key uuid, ordinal_key integer) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 AS $$
BEGIN
  IF NOT may_search(project) THEN RETURN; END IF;
  RETURN QUERY SELECT t.annotation_id, t.ordinal FROM annotation_range t
    WHERE t.project_id = project AND t.config = language AND t.search @@ query AND (t.hidden_for IS NULL
      OR t.hidden_for = viewer_account() OR project = ANY (viewer_edits()) OR current_setting('role') <> 'demarche_app');
END $$;--> statement-breakpoint
CREATE FUNCTION quotes_holding(project bigint, language regconfig, patterns text[])
  RETURNS TABLE (annotation_key uuid, ordinal_key integer) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 AS $$
BEGIN
  IF NOT may_search(project) THEN RETURN; END IF;
  RETURN QUERY EXECUTE $q$SELECT t.annotation_id, t.ordinal FROM annotation_range t
    WHERE t.project_id = $1 AND t.config = $2 AND (t.hidden_for IS NULL
      OR t.hidden_for = viewer_account() OR $1 = ANY (viewer_edits()) OR current_setting('role') <> 'demarche_app') AND $q$
    || (SELECT string_agg(format('lower(left(t.exact, 50000)) LIKE lower(%L)', pattern), ' AND ') FROM unnest(patterns) pattern)
    USING project, language;
END $$;--> statement-breakpoint

-- What triggers look at and derive is the same whoever writes: they run as the tables' owner. Where names are looked up is
-- pinned for them, since a caller might place others' things under the same names before.
DO $$
DECLARE
  path text := (SELECT string_agg(DISTINCT quote_ident(s), ', ') FROM (
    SELECT current_schema() UNION SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_trgm') t(s)) || ', pg_temp';
  each regprocedure;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO demarche_app', current_schema());
  FOR each IN
    SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND (p.prosecdef OR p.prorettype = 'trigger'::regtype)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %s', each, path);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each);
    IF (SELECT prorettype <> 'trigger'::regtype FROM pg_proc WHERE oid = each) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO demarche_app', each);
    END IF;
  END LOOP;
  REVOKE EXECUTE ON FUNCTION resolve_statements(bigint, uuid[]) FROM PUBLIC;
END $$;--> statement-breakpoint

-- What stands already. Each project belongs to whoever made it; others who wrote into it go on as coders.
INSERT INTO membership (project_id, account_id, role, created_at, created_by)
SELECT id, created_by, 'OWNER', created_at, created_by FROM project ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO membership (project_id, account_id, role, created_at, created_by)
SELECT c.project_id, c.by, 'CODER', min(c.at), p.created_by FROM change c JOIN project p ON p.id = c.project_id
GROUP BY c.project_id, c.by, p.created_by ON CONFLICT DO NOTHING;--> statement-breakpoint

-- Blind layers that were never done are hidden from now on, and so are the log's entries of what lies on them.
UPDATE layer l SET hidden = true
WHERE l.blind AND l.state = 'OPEN' AND NOT EXISTS (
  SELECT FROM change c WHERE c.project_id = l.project_id AND c.subject_type = 'LAYER' AND c.subject_id = l.id::text
    AND c.state ->> 'state' = 'DONE');--> statement-breakpoint
ALTER TABLE change DISABLE TRIGGER change_append_only;--> statement-breakpoint
UPDATE change c SET only_for = l.owner_id FROM layer l
WHERE l.hidden AND c.project_id = l.project_id AND c.layer_id = l.id;--> statement-breakpoint
ALTER TABLE change ENABLE TRIGGER change_append_only;
