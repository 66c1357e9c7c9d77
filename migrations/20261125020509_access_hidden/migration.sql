ALTER TABLE "annotation" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "annotation_range" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "relation_antecedent" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_addressee" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_intermediary" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_relation" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_value" ADD COLUMN "hidden_for" uuid;