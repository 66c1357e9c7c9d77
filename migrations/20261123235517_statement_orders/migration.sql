DROP INDEX "statement_by_speaker";--> statement-breakpoint
CREATE INDEX "statement_by_speaker" ON "statement" ("project_id","speaker_id",(coalesce("latest", '-infinity'::date)) desc,"id");--> statement-breakpoint
DROP INDEX "statement_by_represented";--> statement-breakpoint
CREATE INDEX "statement_by_represented" ON "statement" ("project_id","on_behalf_of_id",(coalesce("latest", '-infinity'::date)) desc,"id");--> statement-breakpoint
DROP INDEX "statement_by_issue";--> statement-breakpoint
CREATE INDEX "statement_by_issue" ON "statement" ("project_id","issue_id",(coalesce("latest", '-infinity'::date)) desc,"id");--> statement-breakpoint
DROP INDEX "statement_by_time";--> statement-breakpoint
CREATE INDEX "statement_by_time" ON "statement" ("project_id",(coalesce("latest", '-infinity'::date)) desc,"id");--> statement-breakpoint
CREATE INDEX "statement_by_creation" ON "statement" ("project_id","speaker_id","id");--> statement-breakpoint
CREATE INDEX "statement_by_start" ON "statement" ("project_id",(coalesce("earliest", "latest", 'infinity'::date)),"id");