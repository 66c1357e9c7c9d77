-- What must hold whoever writes, and what the database derives. Triggers that look at more than one row are deferred: they
-- run at commit, under the lock of the project's head row, so that two writers who each do half of something forbidden
-- are put in order and the second is told.

-- The current text of a document is one of its own versions; document and first version are written in one transaction.
ALTER TABLE document ADD CONSTRAINT document_current_version
  FOREIGN KEY (project_id, id, current_version_id) REFERENCES document_version (project_id, document_id, id)
  DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint

CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never changed once stored', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;--> statement-breakpoint
CREATE TRIGGER document_version_immutable BEFORE UPDATE ON document_version
  FOR EACH ROW EXECUTE FUNCTION forbid_change('document_version_immutable');--> statement-breakpoint
CREATE TRIGGER change_append_only BEFORE UPDATE ON change
  FOR EACH ROW EXECUTE FUNCTION forbid_change('change_append_only');--> statement-breakpoint

-- The log ends only with its project.
CREATE FUNCTION forbid_change_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM project WHERE id = old.project_id) THEN
    RAISE EXCEPTION 'the change log is append-only'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'change_append_only';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER change_kept AFTER DELETE ON change DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION forbid_change_removal();--> statement-breakpoint

-- No row may stand above itself. Arguments: the column that names the row above, and the constraint's name.
CREATE FUNCTION check_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found boolean;
BEGIN
  PERFORM FROM project_head WHERE project_id = new.project_id FOR UPDATE;
  EXECUTE format(
    'WITH RECURSIVE above(id) AS (
       SELECT %1$I FROM %2$I WHERE project_id = $1 AND id = $2
       UNION
       SELECT t.%1$I FROM above JOIN %2$I t ON t.project_id = $1 AND t.id = above.id
     ) SELECT EXISTS (SELECT FROM above WHERE id = $2)', TG_ARGV[0], TG_TABLE_NAME)
    INTO found USING new.project_id, new.id;
  IF found THEN
    RAISE EXCEPTION '% % would stand above itself', TG_TABLE_NAME, new.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[1];
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER issue_broader_no_circle AFTER INSERT OR UPDATE OF broader_id ON issue
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.broader_id IS NOT NULL)
  EXECUTE FUNCTION check_no_circle('broader_id', 'issue_broader_no_circle');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER issue_merged_no_circle AFTER INSERT OR UPDATE OF merged_into_id ON issue
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.merged_into_id IS NOT NULL)
  EXECUTE FUNCTION check_no_circle('merged_into_id', 'issue_merged_no_circle');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER event_parent_no_circle AFTER INSERT OR UPDATE OF parent_id ON event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.parent_id IS NOT NULL)
  EXECUTE FUNCTION check_no_circle('parent_id', 'event_parent_no_circle');--> statement-breakpoint
-- Its name sorts before statement_resolved, which follows the same links and must find no circle.
CREATE CONSTRAINT TRIGGER statement_reported_in_no_circle AFTER INSERT OR UPDATE OF reported_in_id ON statement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.reported_in_id IS NOT NULL)
  EXECUTE FUNCTION check_no_circle('reported_in_id', 'statement_reported_in_no_circle');--> statement-breakpoint

-- Affiliations may form a circle over time, but not on any one day: follow the links upward, keeping the days on which all
-- of them hold.
CREATE FUNCTION check_affiliation_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM project_head WHERE project_id = new.project_id FOR UPDATE;
  IF EXISTS (
    WITH RECURSIVE first AS (
      SELECT * FROM affiliation WHERE project_id = new.project_id AND id = new.id
    ), above(actor_id, days) AS (
      SELECT of_id, daterange(valid_from, valid_until, '[]') FROM first
      UNION
      SELECT a.of_id, above.days * daterange(a.valid_from, a.valid_until, '[]')
      FROM above
      JOIN affiliation a ON a.project_id = new.project_id AND a.actor_id = above.actor_id
        AND above.days && daterange(a.valid_from, a.valid_until, '[]')
    )
    SELECT FROM above JOIN first ON first.actor_id = above.actor_id
  ) THEN
    RAISE EXCEPTION 'affiliation % would put an actor inside itself on some day', new.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'affiliation_no_circle';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER affiliation_no_circle
  AFTER INSERT OR UPDATE OF actor_id, of_id, valid_from, valid_until ON affiliation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_affiliation_circle();--> statement-breakpoint

-- The full-text configuration for a BCP 47 language; words of languages that PostgreSQL can't stem are taken as they are.
CREATE FUNCTION text_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE lower(split_part(language, '-', 1))
    WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german'
    WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish' WHEN 'eu' THEN 'basque'
    WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish' WHEN 'hi' THEN 'hindi'
    WHEN 'hu' THEN 'hungarian' WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian'
    WHEN 'lt' THEN 'lithuanian' WHEN 'nb' THEN 'norwegian' WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch'
    WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian'
    WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish' WHEN 'ta' THEN 'tamil'
    WHEN 'tr' THEN 'turkish' WHEN 'yi' THEN 'yiddish' ELSE 'simple' END::regconfig
$$;--> statement-breakpoint

-- Quote, context and language of a range come from the text itself; a range must lie within it.
CREATE FUNCTION fill_range() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  source record;
BEGIN
  SELECT v.text, v.length, d.language INTO source
  FROM document_version v JOIN document d ON d.project_id = v.project_id AND d.id = v.document_id
  WHERE v.project_id = new.project_id AND v.id = new.version_id;
  IF new."end" > source.length THEN
    RAISE EXCEPTION 'range % to % ends beyond the text of % code points', new.start, new."end", source.length
      USING ERRCODE = 'check_violation', CONSTRAINT = 'annotation_range_within_text';
  END IF;
  new.exact := substr(source.text, new.start + 1, new."end" - new.start);
  new.prefix := substr(source.text, greatest(new.start - 32, 0) + 1, least(new.start, 32));
  new.suffix := substr(source.text, new."end" + 1, 32);
  new.config := text_config(source.language);
  RETURN new;
END $$;--> statement-breakpoint
CREATE TRIGGER annotation_range_filled BEFORE INSERT OR UPDATE ON annotation_range
  FOR EACH ROW EXECUTE FUNCTION fill_range();--> statement-breakpoint

CREATE FUNCTION set_passage_config() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT text_config(d.language) INTO new.config FROM document d
  WHERE d.project_id = new.project_id AND d.id = new.document_id;
  RETURN new;
END $$;--> statement-breakpoint
CREATE TRIGGER document_passage_config BEFORE INSERT OR UPDATE ON document_passage
  FOR EACH ROW EXECUTE FUNCTION set_passage_config();--> statement-breakpoint
CREATE FUNCTION follow_language() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE document_passage SET config = text_config(new.language)
  WHERE project_id = new.project_id AND document_id = new.id;
  UPDATE annotation_range SET config = text_config(new.language)
  WHERE project_id = new.project_id AND document_id = new.id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER document_language AFTER UPDATE OF language ON document
  FOR EACH ROW WHEN (text_config(old.language) IS DISTINCT FROM text_config(new.language))
  EXECUTE FUNCTION follow_language();--> statement-breakpoint

-- An annotation has a range, a relation has an antecedent. Arguments: the whole's table, the part's table, and the part's
-- column that names the whole.
CREATE FUNCTION check_has_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  missing boolean;
  changed jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(new) ELSE to_jsonb(old) END;
  project bigint := (changed ->> 'project_id')::bigint;
  whole uuid := (changed ->> CASE TG_OP WHEN 'INSERT' THEN 'id' ELSE TG_ARGV[2] END)::uuid;
BEGIN
  PERFORM FROM project_head WHERE project_id = project FOR UPDATE;
  EXECUTE format(
    'SELECT EXISTS (SELECT FROM %1$I WHERE project_id = $1 AND id = $2)
       AND NOT EXISTS (SELECT FROM %2$I WHERE project_id = $1 AND %3$I = $2)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
    INTO missing USING project, whole;
  IF missing THEN
    RAISE EXCEPTION '% % has no %', TG_ARGV[0], whole, TG_ARGV[1]
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[1] || '_present';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER annotation_has_range AFTER INSERT ON annotation DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_has_part('annotation', 'annotation_range', 'annotation_id');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER annotation_keeps_range AFTER DELETE ON annotation_range DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_has_part('annotation', 'annotation_range', 'annotation_id');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER relation_has_antecedent AFTER INSERT ON statement_relation DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_has_part('statement_relation', 'relation_antecedent', 'relation_id');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER relation_keeps_antecedent AFTER DELETE ON relation_antecedent DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_has_part('statement_relation', 'relation_antecedent', 'relation_id');--> statement-breakpoint

-- Which layer of a document counts: the adjudicated one once it is done, else the shared one.
CREATE FUNCTION choose_counting_layer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM project_head WHERE project_id = new.project_id FOR UPDATE;
  UPDATE layer l SET counts = c.counts
  FROM (
    SELECT id, CASE kind
      WHEN 'ADJUDICATED' THEN state = 'DONE'
      WHEN 'SHARED' THEN NOT bool_or(kind = 'ADJUDICATED' AND state = 'DONE') OVER ()
      ELSE false END AS counts
    FROM layer WHERE project_id = new.project_id AND document_id = new.document_id
  ) c
  WHERE l.project_id = new.project_id AND l.id = c.id AND l.counts <> c.counts;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER layer_counts AFTER INSERT OR UPDATE OF kind, state ON layer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION choose_counting_layer();--> statement-breakpoint

-- Derives the *resolved* columns of the statements `roots` and of all that is reported in them, however deep: whether all
-- above are asserted, whose date holds, and who stands between statement and document. No root may be reported in another.
CREATE FUNCTION resolve_statements(project bigint, roots uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH RECURSIVE tree AS (
    SELECT s.id, s.speaker_id, d.author_id, d.published_on,
      s.asserted AND coalesce(above.asserted_resolved, true) AS asserted,
      coalesce(s.said_on, above.said_on_resolved, to_char(d.published_on, 'YYYY-MM-DD')) AS said_on,
      CASE
        WHEN s.said_on IS NOT NULL THEN 'STATEMENT'::said_on_origin
        WHEN above.said_on_origin IN ('STATEMENT', 'REPORT') THEN 'REPORT'
        WHEN d.published_on IS NOT NULL THEN 'DOCUMENT'
      END AS origin,
      CASE WHEN s.said_on IS NOT NULL THEN s.said_from
        WHEN above.said_on_resolved IS NOT NULL THEN above.earliest ELSE d.published_on END AS earliest,
      -- An open end closes at the document's date, or at the interval's own start where that is later.
      CASE WHEN s.said_on IS NOT NULL THEN coalesce(s.said_until, greatest(d.published_on, s.said_from))
        WHEN above.said_on_resolved IS NOT NULL THEN above.latest ELSE d.published_on END AS latest,
      CASE WHEN above.id IS NULL THEN '{}'::uuid[] ELSE
        ARRAY(SELECT i.actor_id FROM statement_intermediary i
              WHERE i.project_id = project AND i.statement_id = above.id ORDER BY i.position)
        || CASE WHEN above.speaker_id IS DISTINCT FROM d.author_id THEN ARRAY[above.speaker_id] ELSE '{}' END
      END AS path
    FROM statement s
    JOIN document d ON d.project_id = s.project_id AND d.id = s.document_id
    LEFT JOIN statement above ON above.project_id = s.project_id AND above.id = s.reported_in_id
    WHERE s.project_id = project AND s.id = ANY (roots)
    UNION ALL
    SELECT s.id, s.speaker_id, t.author_id, t.published_on,
      s.asserted AND t.asserted,
      coalesce(s.said_on, t.said_on),
      CASE WHEN s.said_on IS NOT NULL THEN 'STATEMENT' WHEN t.origin = 'STATEMENT' THEN 'REPORT' ELSE t.origin END,
      CASE WHEN s.said_on IS NOT NULL THEN s.said_from ELSE t.earliest END,
      CASE WHEN s.said_on IS NOT NULL THEN coalesce(s.said_until, greatest(t.published_on, s.said_from)) ELSE t.latest END,
      t.path || CASE WHEN t.speaker_id IS DISTINCT FROM t.author_id THEN ARRAY[t.speaker_id] ELSE '{}' END
    FROM tree t
    JOIN statement s ON s.project_id = project AND s.reported_in_id = t.id
  ), shortened AS (
    DELETE FROM statement_intermediary i USING tree t
    WHERE i.project_id = project AND i.statement_id = t.id AND i.position >= cardinality(t.path)
  ), written AS (
    INSERT INTO statement_intermediary (project_id, statement_id, position, actor_id)
    SELECT project, t.id, u.ordinal - 1, u.actor_id
    FROM tree t, unnest(t.path) WITH ORDINALITY AS u(actor_id, ordinal)
    ON CONFLICT (project_id, statement_id, position) DO UPDATE SET actor_id = excluded.actor_id
    WHERE statement_intermediary.actor_id <> excluded.actor_id
  )
  UPDATE statement s
  SET asserted_resolved = t.asserted, said_on_resolved = t.said_on, said_on_origin = t.origin,
    earliest = t.earliest, latest = t.latest, intermediary_count = cardinality(t.path)
  FROM tree t
  WHERE s.project_id = project AND s.id = t.id
    AND (s.asserted_resolved, s.said_on_resolved, s.said_on_origin, s.earliest, s.latest, s.intermediary_count)
      IS DISTINCT FROM (t.asserted, t.said_on, t.origin, t.earliest, t.latest, cardinality(t.path))
$$;--> statement-breakpoint

CREATE FUNCTION resolve_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM project_head WHERE project_id = new.project_id FOR UPDATE;
  PERFORM resolve_statements(new.project_id, ARRAY[new.id]);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER statement_resolved
  AFTER INSERT OR UPDATE OF document_id, speaker_id, asserted, said_on, said_from, said_until, reported_in_id ON statement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION resolve_statement();--> statement-breakpoint

CREATE FUNCTION resolve_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM project_head WHERE project_id = new.project_id FOR UPDATE;
  PERFORM resolve_statements(new.project_id, ARRAY(
    SELECT id FROM statement
    WHERE project_id = new.project_id AND document_id = new.id AND reported_in_id IS NULL));
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER document_resolved AFTER UPDATE OF published_on, author_id ON document
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (old.published_on IS DISTINCT FROM new.published_on OR old.author_id IS DISTINCT FROM new.author_id)
  EXECUTE FUNCTION resolve_document();
