CREATE TYPE "actor_kind" AS ENUM('PERSON', 'STATE', 'GOVERNMENT', 'ORGANIZATION', 'GROUP', 'UNNAMED');--> statement-breakpoint
CREATE TYPE "affiliation_kind" AS ENUM('PART_OF', 'MEMBER_OF', 'HOLDS_POST', 'SPEAKS_FOR');--> statement-breakpoint
CREATE TYPE "external_scheme" AS ENUM('WIKIDATA', 'ISO_3166_1_ALPHA_3');--> statement-breakpoint
CREATE TYPE "annotation_part" AS ENUM('WHOLE', 'SOURCE', 'CUE', 'CONTENT');--> statement-breakpoint
CREATE TYPE "motivation" AS ENUM('ASSESSING', 'BOOKMARKING', 'CLASSIFYING', 'COMMENTING', 'DESCRIBING', 'EDITING', 'HIGHLIGHTING', 'IDENTIFYING', 'LINKING', 'MODERATING', 'QUESTIONING', 'REPLYING', 'TAGGING');--> statement-breakpoint
CREATE TYPE "event_status" AS ENUM('ACTUAL', 'ALLEGED', 'PLANNED', 'HYPOTHETICAL', 'CANCELLED');--> statement-breakpoint
CREATE TYPE "participant_role" AS ENUM('INITIATOR', 'RECIPIENT', 'HOST', 'MEDIATOR', 'PARTICIPANT');--> statement-breakpoint
CREATE TYPE "layer_kind" AS ENUM('SHARED', 'PERSONAL', 'ADJUDICATED');--> statement-breakpoint
CREATE TYPE "layer_state" AS ENUM('OPEN', 'DONE');--> statement-breakpoint
CREATE TYPE "variable_type" AS ENUM('BOOLEAN', 'INTEGER', 'TEXT', 'CHOICE');--> statement-breakpoint
CREATE TYPE "attribution_type" AS ENUM('COMMUNICATION', 'BELIEF', 'INTENTION');--> statement-breakpoint
CREATE TYPE "certainty" AS ENUM('CERTAIN', 'PROBABLE', 'POSSIBLE', 'UNKNOWN');--> statement-breakpoint
CREATE TYPE "quotation" AS ENUM('DIRECT', 'INDIRECT', 'MIXED');--> statement-breakpoint
CREATE TYPE "relation_operator" AS ENUM('IF', 'ONLY_IF', 'UNLESS', 'IN_RETURN_FOR', 'BECAUSE');--> statement-breakpoint
CREATE TYPE "said_on_origin" AS ENUM('STATEMENT', 'REPORT', 'DOCUMENT');--> statement-breakpoint
CREATE TYPE "speech_act" AS ENUM('ASSERT', 'DEMAND', 'OFFER', 'PROMISE', 'THREAT', 'WISH', 'QUESTION');--> statement-breakpoint
CREATE TYPE "change_kind" AS ENUM('ADDED', 'CHANGED', 'REMOVED');--> statement-breakpoint
CREATE TYPE "subject_type" AS ENUM('PROJECT', 'VARIABLE', 'ACTOR', 'AFFILIATION', 'ISSUE', 'DOCUMENT', 'LAYER', 'STATEMENT', 'STATEMENT_RELATION', 'EVENT', 'ANNOTATION');--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY,
	"name" text NOT NULL,
	"local_owner" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "actor" (
	"project_id" bigint,
	"id" uuid,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" "actor_kind" NOT NULL,
	"description" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "actor_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "actor_slug" UNIQUE("project_id","slug")
);
--> statement-breakpoint
CREATE TABLE "actor_external_id" (
	"project_id" bigint,
	"actor_id" uuid,
	"scheme" "external_scheme",
	"value" text NOT NULL,
	CONSTRAINT "actor_external_id_pkey" PRIMARY KEY("project_id","actor_id","scheme"),
	CONSTRAINT "actor_external_id_once" UNIQUE("project_id","scheme","value")
);
--> statement-breakpoint
CREATE TABLE "actor_name" (
	"project_id" bigint,
	"id" uuid,
	"actor_id" uuid NOT NULL,
	"name" text NOT NULL,
	"language" text,
	CONSTRAINT "actor_name_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "actor_name_once" UNIQUE("project_id","actor_id","name")
);
--> statement-breakpoint
CREATE TABLE "affiliation" (
	"project_id" bigint,
	"id" uuid,
	"actor_id" uuid NOT NULL,
	"of_id" uuid NOT NULL,
	"kind" "affiliation_kind" NOT NULL,
	"role" text,
	"valid_from" date,
	"valid_until" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "affiliation_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "affiliation_days" CHECK ("valid_from" <= "valid_until"),
	CONSTRAINT "affiliation_not_itself" CHECK ("actor_id" <> "of_id")
);
--> statement-breakpoint
CREATE TABLE "annotation" (
	"project_id" bigint,
	"id" uuid,
	"document_id" uuid NOT NULL,
	"layer_id" uuid NOT NULL,
	"motivation" "motivation" NOT NULL,
	"part" "annotation_part" DEFAULT 'WHOLE'::"annotation_part" NOT NULL,
	"statement_id" uuid,
	"event_id" uuid,
	"actor_id" uuid,
	"issue_id" uuid,
	"comment" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "annotation_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "annotation_of_document" UNIQUE("project_id","document_id","id"),
	CONSTRAINT "annotation_one_body" CHECK (num_nonnulls("statement_id", "event_id", "actor_id", "issue_id", "comment") = 1)
);
--> statement-breakpoint
CREATE TABLE "annotation_range" (
	"project_id" bigint,
	"annotation_id" uuid,
	"ordinal" integer,
	"document_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	"exact" text DEFAULT '' NOT NULL,
	"prefix" text DEFAULT '' NOT NULL,
	"suffix" text DEFAULT '' NOT NULL,
	"config" regconfig DEFAULT 'simple' NOT NULL,
	"search" tsvector GENERATED ALWAYS AS (to_tsvector("config", left("exact", 50000))) STORED NOT NULL,
	CONSTRAINT "annotation_range_pkey" PRIMARY KEY("project_id","annotation_id","ordinal"),
	CONSTRAINT "annotation_range_order" CHECK (0 <= "start" and "start" < "end")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"project_id" bigint,
	"id" uuid,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"source" text,
	"publisher" text,
	"author_id" uuid,
	"published_on" date,
	"language" text,
	"current_version_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "document_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "document_slug" UNIQUE("project_id","slug")
);
--> statement-breakpoint
CREATE TABLE "document_passage" (
	"project_id" bigint,
	"version_id" uuid,
	"ordinal" integer,
	"document_id" uuid NOT NULL,
	"start" integer NOT NULL,
	"text" text NOT NULL,
	"config" regconfig NOT NULL,
	"search" tsvector GENERATED ALWAYS AS (to_tsvector("config", "text")) STORED NOT NULL,
	CONSTRAINT "document_passage_pkey" PRIMARY KEY("project_id","version_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "document_version" (
	"project_id" bigint,
	"id" uuid,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"length" integer GENERATED ALWAYS AS (char_length("text")) STORED NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "document_version_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "document_version_number" UNIQUE("project_id","document_id","number"),
	CONSTRAINT "document_version_of" UNIQUE("project_id","document_id","id"),
	CONSTRAINT "document_version_sha256" CHECK ("sha256" = encode(sha256(convert_to("text", 'UTF8')), 'hex')),
	CONSTRAINT "document_version_normal" CHECK ("text" is nfc normalized and strpos("text", chr(13)) = 0),
	CONSTRAINT "document_version_number_positive" CHECK ("number" > 0)
);
--> statement-breakpoint
CREATE TABLE "event" (
	"project_id" bigint,
	"id" uuid,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"type_scheme" text,
	"type_code" text,
	"date" text,
	"earliest" date,
	"latest" date,
	"status" "event_status" NOT NULL,
	"place" text,
	"parent_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "event_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "event_slug" UNIQUE("project_id","slug"),
	CONSTRAINT "event_not_itself" CHECK ("id" <> "parent_id"),
	CONSTRAINT "event_days" CHECK ("earliest" <= "latest"),
	CONSTRAINT "event_type" CHECK (("type_scheme" is null) = ("type_code" is null))
);
--> statement-breakpoint
CREATE TABLE "event_participant" (
	"project_id" bigint,
	"event_id" uuid,
	"actor_id" uuid,
	"role" "participant_role",
	CONSTRAINT "event_participant_pkey" PRIMARY KEY("project_id","event_id","actor_id","role")
);
--> statement-breakpoint
CREATE TABLE "issue" (
	"project_id" bigint,
	"id" uuid,
	"slug" text NOT NULL,
	"label" text NOT NULL,
	"definition" text,
	"broader_id" uuid,
	"merged_into_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "issue_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "issue_slug" UNIQUE("project_id","slug"),
	CONSTRAINT "issue_not_itself" CHECK ("id" <> "broader_id" and "id" <> "merged_into_id")
);
--> statement-breakpoint
CREATE TABLE "layer" (
	"project_id" bigint,
	"id" uuid,
	"document_id" uuid NOT NULL,
	"kind" "layer_kind" NOT NULL,
	"owner_id" uuid,
	"blind" boolean DEFAULT false NOT NULL,
	"state" "layer_state" DEFAULT 'OPEN'::"layer_state" NOT NULL,
	"counts" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "layer_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "layer_of_document" UNIQUE("project_id","document_id","id"),
	CONSTRAINT "layer_owner" CHECK (("kind" = 'PERSONAL') = ("owner_id" is not null)),
	CONSTRAINT "layer_blind" CHECK (not "blind" or "kind" = 'PERSONAL')
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" bigint PRIMARY KEY,
	"slug" text NOT NULL CONSTRAINT "project_slug" UNIQUE,
	"name" text NOT NULL,
	"description" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "variable" (
	"project_id" bigint,
	"id" uuid,
	"slug" text NOT NULL,
	"label" text NOT NULL,
	"description" text,
	"type" "variable_type" NOT NULL,
	"options" jsonb DEFAULT '[]' NOT NULL,
	"required" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "variable_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "variable_slug" UNIQUE("project_id","slug")
);
--> statement-breakpoint
CREATE TABLE "relation_antecedent" (
	"project_id" bigint,
	"relation_id" uuid,
	"statement_id" uuid,
	"layer_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	CONSTRAINT "relation_antecedent_pkey" PRIMARY KEY("project_id","relation_id","statement_id")
);
--> statement-breakpoint
CREATE TABLE "statement" (
	"project_id" bigint,
	"id" uuid,
	"document_id" uuid NOT NULL,
	"layer_id" uuid NOT NULL,
	"speaker_id" uuid NOT NULL,
	"on_behalf_of_id" uuid,
	"issue_id" uuid,
	"stance" double precision,
	"toward_id" uuid,
	"event_id" uuid,
	"said_at_id" uuid,
	"attribution_type" "attribution_type" DEFAULT 'COMMUNICATION'::"attribution_type" NOT NULL,
	"speech_act" "speech_act" DEFAULT 'ASSERT'::"speech_act" NOT NULL,
	"certainty" "certainty" DEFAULT 'UNKNOWN'::"certainty" NOT NULL,
	"quotation" "quotation" DEFAULT 'INDIRECT'::"quotation" NOT NULL,
	"asserted" boolean DEFAULT true NOT NULL,
	"said_on" text,
	"said_from" date,
	"said_until" date,
	"reported_in_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	"asserted_resolved" boolean DEFAULT true NOT NULL,
	"said_on_resolved" text,
	"said_on_origin" "said_on_origin",
	"earliest" date,
	"latest" date,
	"intermediary_count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "statement_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "statement_of_layer" UNIQUE("project_id","layer_id","id"),
	CONSTRAINT "statement_stance" CHECK ("stance" between -1 and 1),
	CONSTRAINT "statement_stance_on_issue" CHECK ("stance" is null or "issue_id" is not null),
	CONSTRAINT "statement_days" CHECK ("said_from" <= "said_until"),
	CONSTRAINT "statement_said_on" CHECK (("said_on" is null) = (num_nonnulls("said_from", "said_until") = 0)),
	CONSTRAINT "statement_not_in_itself" CHECK ("id" <> "reported_in_id")
);
--> statement-breakpoint
CREATE TABLE "statement_addressee" (
	"project_id" bigint,
	"statement_id" uuid,
	"actor_id" uuid,
	CONSTRAINT "statement_addressee_pkey" PRIMARY KEY("project_id","statement_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "statement_intermediary" (
	"project_id" bigint,
	"statement_id" uuid,
	"position" integer,
	"actor_id" uuid NOT NULL,
	CONSTRAINT "statement_intermediary_pkey" PRIMARY KEY("project_id","statement_id","position")
);
--> statement-breakpoint
CREATE TABLE "statement_relation" (
	"project_id" bigint,
	"id" uuid,
	"document_id" uuid NOT NULL,
	"layer_id" uuid NOT NULL,
	"consequent_id" uuid NOT NULL,
	"operator" "relation_operator" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "statement_relation_pkey" PRIMARY KEY("project_id","id"),
	CONSTRAINT "statement_relation_of_layer" UNIQUE("project_id","layer_id","id")
);
--> statement-breakpoint
CREATE TABLE "statement_value" (
	"project_id" bigint,
	"statement_id" uuid,
	"variable_id" uuid,
	"value" jsonb NOT NULL,
	CONSTRAINT "statement_value_pkey" PRIMARY KEY("project_id","statement_id","variable_id"),
	CONSTRAINT "statement_value_scalar" CHECK (jsonb_typeof("value") in ('boolean', 'number', 'string'))
);
--> statement-breakpoint
CREATE TABLE "change" (
	"project_id" bigint,
	"seq" bigint,
	"transaction_seq" bigint NOT NULL,
	"document_id" uuid,
	"layer_id" uuid,
	"kind" "change_kind" NOT NULL,
	"subject_type" "subject_type" NOT NULL,
	"subject_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" jsonb NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "change_pkey" PRIMARY KEY("project_id","seq"),
	CONSTRAINT "change_order" CHECK ("seq" > 0 and "seq" <= "transaction_seq")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"project_id" bigint,
	"account_id" uuid,
	"key" text,
	"input_hash" text NOT NULL,
	"result" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_pkey" PRIMARY KEY("project_id","account_id","key")
);
--> statement-breakpoint
CREATE TABLE "project_head" (
	"project_id" bigint PRIMARY KEY,
	"seq" bigint DEFAULT 0 NOT NULL,
	"cursor_key" bytea NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "account_one_local_owner" ON "account" ("local_owner") WHERE local_owner;--> statement-breakpoint
CREATE INDEX "actor_name_order" ON "actor" ("project_id","name","id");--> statement-breakpoint
CREATE INDEX "actor_name_trigram" ON "actor" USING gin ("project_id",lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "actor_name_name_trigram" ON "actor_name" USING gin ("project_id",lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "affiliation_members" ON "affiliation" ("project_id","of_id","id");--> statement-breakpoint
CREATE INDEX "affiliation_memberships" ON "affiliation" ("project_id","actor_id","id");--> statement-breakpoint
CREATE INDEX "annotation_by_document" ON "annotation" ("project_id","document_id","id");--> statement-breakpoint
CREATE INDEX "annotation_by_statement" ON "annotation" ("project_id","statement_id","id");--> statement-breakpoint
CREATE INDEX "annotation_by_event" ON "annotation" ("project_id","event_id","id");--> statement-breakpoint
CREATE INDEX "annotation_by_actor" ON "annotation" ("project_id","actor_id","id");--> statement-breakpoint
CREATE INDEX "annotation_by_issue" ON "annotation" ("project_id","issue_id","id");--> statement-breakpoint
CREATE INDEX "annotation_range_by_version" ON "annotation_range" ("project_id","version_id","start");--> statement-breakpoint
CREATE INDEX "annotation_range_search" ON "annotation_range" USING gin ("project_id","search");--> statement-breakpoint
CREATE INDEX "annotation_range_trigram" ON "annotation_range" USING gin ("project_id",lower(left("exact", 50000)) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "document_published" ON "document" ("project_id","published_on","id");--> statement-breakpoint
CREATE INDEX "document_title_order" ON "document" ("project_id","title","id");--> statement-breakpoint
CREATE INDEX "document_by_author" ON "document" ("project_id","author_id");--> statement-breakpoint
CREATE INDEX "document_passage_search" ON "document_passage" USING gin ("project_id","search");--> statement-breakpoint
CREATE INDEX "document_passage_trigram" ON "document_passage" USING gin ("project_id",lower("text") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "event_subevents" ON "event" ("project_id","parent_id","id");--> statement-breakpoint
CREATE INDEX "event_time" ON "event" ("project_id","earliest","id");--> statement-breakpoint
CREATE INDEX "event_participant_events" ON "event_participant" ("project_id","actor_id","event_id");--> statement-breakpoint
CREATE INDEX "issue_narrower" ON "issue" ("project_id","broader_id","id");--> statement-breakpoint
CREATE INDEX "issue_label_order" ON "issue" ("project_id","label","id");--> statement-breakpoint
CREATE UNIQUE INDEX "layer_one_of_kind" ON "layer" ("project_id","document_id","kind") WHERE kind <> 'PERSONAL';--> statement-breakpoint
CREATE UNIQUE INDEX "layer_one_of_owner" ON "layer" ("project_id","document_id","owner_id") WHERE kind = 'PERSONAL';--> statement-breakpoint
CREATE INDEX "relation_antecedent_by_statement" ON "relation_antecedent" ("project_id","statement_id");--> statement-breakpoint
CREATE INDEX "statement_by_speaker" ON "statement" ("project_id","speaker_id","latest","id");--> statement-breakpoint
CREATE INDEX "statement_by_represented" ON "statement" ("project_id","on_behalf_of_id","latest","id");--> statement-breakpoint
CREATE INDEX "statement_by_issue" ON "statement" ("project_id","issue_id","latest","id");--> statement-breakpoint
CREATE INDEX "statement_by_document" ON "statement" ("project_id","document_id","layer_id","id");--> statement-breakpoint
CREATE INDEX "statement_by_report" ON "statement" ("project_id","reported_in_id","id");--> statement-breakpoint
CREATE INDEX "statement_by_time" ON "statement" ("project_id","latest","id");--> statement-breakpoint
CREATE INDEX "statement_by_event" ON "statement" ("project_id","event_id");--> statement-breakpoint
CREATE INDEX "statement_by_said_at" ON "statement" ("project_id","said_at_id");--> statement-breakpoint
CREATE INDEX "statement_by_toward" ON "statement" ("project_id","toward_id","id");--> statement-breakpoint
CREATE INDEX "statement_addressee_statements" ON "statement_addressee" ("project_id","actor_id","statement_id");--> statement-breakpoint
CREATE INDEX "statement_intermediary_statements" ON "statement_intermediary" ("project_id","actor_id","statement_id");--> statement-breakpoint
CREATE INDEX "statement_relation_by_consequent" ON "statement_relation" ("project_id","consequent_id","id");--> statement-breakpoint
CREATE INDEX "statement_value_statements" ON "statement_value" ("project_id","variable_id","value","statement_id");--> statement-breakpoint
CREATE INDEX "change_by_document" ON "change" ("project_id","document_id","seq");--> statement-breakpoint
CREATE INDEX "change_by_subject" ON "change" ("project_id","subject_id","seq");--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" ("at");--> statement-breakpoint
ALTER TABLE "actor" ADD CONSTRAINT "actor_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "actor" ADD CONSTRAINT "actor_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "actor_external_id" ADD CONSTRAINT "actor_external_id_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "actor_name" ADD CONSTRAINT "actor_name_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_of" FOREIGN KEY ("project_id","of_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_layer" FOREIGN KEY ("project_id","document_id","layer_id") REFERENCES "layer"("project_id","document_id","id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_statement" FOREIGN KEY ("project_id","layer_id","statement_id") REFERENCES "statement"("project_id","layer_id","id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_event" FOREIGN KEY ("project_id","event_id") REFERENCES "event"("project_id","id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_issue" FOREIGN KEY ("project_id","issue_id") REFERENCES "issue"("project_id","id");--> statement-breakpoint
ALTER TABLE "annotation_range" ADD CONSTRAINT "annotation_range_annotation" FOREIGN KEY ("project_id","document_id","annotation_id") REFERENCES "annotation"("project_id","document_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "annotation_range" ADD CONSTRAINT "annotation_range_version" FOREIGN KEY ("project_id","document_id","version_id") REFERENCES "document_version"("project_id","document_id","id");--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_author" FOREIGN KEY ("project_id","author_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "document_passage" ADD CONSTRAINT "document_passage_version" FOREIGN KEY ("project_id","document_id","version_id") REFERENCES "document_version"("project_id","document_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "document_version" ADD CONSTRAINT "document_version_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "document_version" ADD CONSTRAINT "document_version_document" FOREIGN KEY ("project_id","document_id") REFERENCES "document"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_parent" FOREIGN KEY ("project_id","parent_id") REFERENCES "event"("project_id","id");--> statement-breakpoint
ALTER TABLE "event_participant" ADD CONSTRAINT "event_participant_event" FOREIGN KEY ("project_id","event_id") REFERENCES "event"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "event_participant" ADD CONSTRAINT "event_participant_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_broader" FOREIGN KEY ("project_id","broader_id") REFERENCES "issue"("project_id","id");--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_merged_into" FOREIGN KEY ("project_id","merged_into_id") REFERENCES "issue"("project_id","id");--> statement-breakpoint
ALTER TABLE "layer" ADD CONSTRAINT "layer_owner_id_account_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "layer" ADD CONSTRAINT "layer_document" FOREIGN KEY ("project_id","document_id") REFERENCES "document"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "variable" ADD CONSTRAINT "variable_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "variable" ADD CONSTRAINT "variable_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "relation_antecedent" ADD CONSTRAINT "relation_antecedent_relation" FOREIGN KEY ("project_id","layer_id","relation_id") REFERENCES "statement_relation"("project_id","layer_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "relation_antecedent" ADD CONSTRAINT "relation_antecedent_statement" FOREIGN KEY ("project_id","layer_id","statement_id") REFERENCES "statement"("project_id","layer_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_document" FOREIGN KEY ("project_id","document_id") REFERENCES "document"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_layer" FOREIGN KEY ("project_id","document_id","layer_id") REFERENCES "layer"("project_id","document_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_speaker" FOREIGN KEY ("project_id","speaker_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_on_behalf_of" FOREIGN KEY ("project_id","on_behalf_of_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_toward" FOREIGN KEY ("project_id","toward_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_issue" FOREIGN KEY ("project_id","issue_id") REFERENCES "issue"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_event" FOREIGN KEY ("project_id","event_id") REFERENCES "event"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_said_at" FOREIGN KEY ("project_id","said_at_id") REFERENCES "event"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_reported_in" FOREIGN KEY ("project_id","layer_id","reported_in_id") REFERENCES "statement"("project_id","layer_id","id");--> statement-breakpoint
ALTER TABLE "statement_addressee" ADD CONSTRAINT "statement_addressee_statement" FOREIGN KEY ("project_id","statement_id") REFERENCES "statement"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "statement_addressee" ADD CONSTRAINT "statement_addressee_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement_intermediary" ADD CONSTRAINT "statement_intermediary_statement" FOREIGN KEY ("project_id","statement_id") REFERENCES "statement"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "statement_intermediary" ADD CONSTRAINT "statement_intermediary_actor" FOREIGN KEY ("project_id","actor_id") REFERENCES "actor"("project_id","id");--> statement-breakpoint
ALTER TABLE "statement_relation" ADD CONSTRAINT "statement_relation_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "statement_relation" ADD CONSTRAINT "statement_relation_layer" FOREIGN KEY ("project_id","document_id","layer_id") REFERENCES "layer"("project_id","document_id","id");--> statement-breakpoint
ALTER TABLE "statement_relation" ADD CONSTRAINT "statement_relation_consequent" FOREIGN KEY ("project_id","layer_id","consequent_id") REFERENCES "statement"("project_id","layer_id","id");--> statement-breakpoint
ALTER TABLE "statement_value" ADD CONSTRAINT "statement_value_statement" FOREIGN KEY ("project_id","statement_id") REFERENCES "statement"("project_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "statement_value" ADD CONSTRAINT "statement_value_variable" FOREIGN KEY ("project_id","variable_id") REFERENCES "variable"("project_id","id");--> statement-breakpoint
ALTER TABLE "change" ADD CONSTRAINT "change_by_account_id_fkey" FOREIGN KEY ("by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "change" ADD CONSTRAINT "change_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_account_id_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "project_head" ADD CONSTRAINT "project_head_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;