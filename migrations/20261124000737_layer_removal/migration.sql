-- The removal of a layer, too, decides anew which of its document's layers counts.
CREATE OR REPLACE FUNCTION choose_counting_layer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  project bigint := CASE TG_OP WHEN 'DELETE' THEN old.project_id ELSE new.project_id END;
  document uuid := CASE TG_OP WHEN 'DELETE' THEN old.document_id ELSE new.document_id END;
BEGIN
  PERFORM FROM project_head WHERE project_id = project FOR UPDATE;
  UPDATE layer l SET counts = c.counts
  FROM (
    SELECT id, CASE kind
      WHEN 'ADJUDICATED' THEN state = 'DONE'
      WHEN 'SHARED' THEN NOT bool_or(kind = 'ADJUDICATED' AND state = 'DONE') OVER ()
      ELSE false END AS counts
    FROM layer WHERE project_id = project AND document_id = document
  ) c
  WHERE l.project_id = project AND l.id = c.id AND l.counts <> c.counts;
  RETURN NULL;
END $$;--> statement-breakpoint
DROP TRIGGER layer_counts ON layer;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER layer_counts AFTER INSERT OR DELETE OR UPDATE OF kind, state ON layer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION choose_counting_layer();
