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
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_audit_removal();
