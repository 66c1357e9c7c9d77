-- What another writer of SQL could still do past the guards that stand.

-- Documents whose adjudicated layer was removed before that was noticed.
UPDATE layer l SET counts = c.counts
FROM (
  SELECT project_id, id, CASE kind
    WHEN 'ADJUDICATED' THEN state = 'DONE'
    WHEN 'SHARED' THEN NOT bool_or(kind = 'ADJUDICATED' AND state = 'DONE') OVER (PARTITION BY project_id, document_id)
    ELSE false END AS counts
  FROM layer
) c
WHERE l.project_id = c.project_id AND l.id = c.id AND l.counts <> c.counts;--> statement-breakpoint

-- Emptying the log is no way to end it.
CREATE TRIGGER change_not_truncated BEFORE TRUNCATE ON change
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_change('change_append_only');--> statement-breakpoint

-- A part that goes over to another whole must not leave the first without any.
CREATE CONSTRAINT TRIGGER annotation_keeps_moved_range AFTER UPDATE OF annotation_id ON annotation_range
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION check_has_part('annotation', 'annotation_range', 'annotation_id');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER relation_keeps_moved_antecedent AFTER UPDATE OF relation_id ON relation_antecedent
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION check_has_part('statement_relation', 'relation_antecedent', 'relation_id');--> statement-breakpoint

-- What the database derives it derives again where somebody else writes it; its own writing comes from within a trigger.
CREATE CONSTRAINT TRIGGER layer_counts_kept AFTER UPDATE OF counts ON layer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION choose_counting_layer();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER statement_resolved_kept
  AFTER UPDATE OF asserted_resolved, said_on_resolved, said_on_origin, earliest, latest, intermediary_count ON statement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION resolve_statement();
