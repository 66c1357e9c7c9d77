CREATE TYPE "audit_action" AS ENUM('SIGNED_IN', 'SIGN_IN_FAILED', 'SIGNED_OUT', 'PASSWORD_CHANGED', 'PROJECT_CREATED', 'PROJECT_OPENED', 'PROJECT_CLOSED', 'INVITED', 'INVITATION_REVOKED', 'INVITATION_ACCEPTED', 'ROLE_CHANGED', 'MEMBER_REMOVED', 'TOKEN_CREATED', 'TOKEN_REVOKED', 'EXPORTED');--> statement-breakpoint
CREATE TYPE "project_role" AS ENUM('VIEWER', 'CODER', 'EDITOR', 'OWNER');--> statement-breakpoint
CREATE TABLE "access_token" (
	"id" uuid PRIMARY KEY,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" bytea NOT NULL,
	"may_write" boolean NOT NULL,
	"all_projects" boolean NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "access_token_project" (
	"token_id" uuid,
	"project_id" bigint,
	CONSTRAINT "access_token_project_pkey" PRIMARY KEY("token_id","project_id")
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" uuid PRIMARY KEY,
	"user_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"account_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credential_of_provider" UNIQUE("provider_id","account_id"),
	CONSTRAINT "credential_keeps_no_token" CHECK ("access_token" is null and "refresh_token" is null and "id_token" is null)
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"one" boolean PRIMARY KEY DEFAULT true,
	"auth_secret" text NOT NULL,
	"link_told_at" timestamp with time zone,
	CONSTRAINT "installation_is_one" CHECK ("one")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL CONSTRAINT "session_token" UNIQUE,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempt" (
	"id" uuid PRIMARY KEY,
	"key" text NOT NULL CONSTRAINT "sign_in_attempt_key" UNIQUE,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" uuid PRIMARY KEY,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" uuid PRIMARY KEY,
	"project_id" bigint,
	"account_id" uuid NOT NULL,
	"action" "audit_action" NOT NULL,
	"subject" text,
	"detail" jsonb DEFAULT '{}' NOT NULL,
	"address" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"project_id" bigint,
	"id" uuid,
	"role" "project_role" NOT NULL,
	"token_hash" bytea NOT NULL,
	"email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by" uuid,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitation_pkey" PRIMARY KEY("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"project_id" bigint,
	"account_id" uuid,
	"role" "project_role" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "membership_pkey" PRIMARY KEY("project_id","account_id")
);
--> statement-breakpoint
-- Not logged: written at every turn, and after a crash empty buckets harm nobody.
CREATE UNLOGGED TABLE "rate_bucket" (
	"key" text PRIMARY KEY,
	"requests" double precision NOT NULL,
	"points" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"drawn_requests" double precision NOT NULL,
	"drawn_points" double precision NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "email" text;--> statement-breakpoint
UPDATE "account" SET "email" = CASE WHEN "local_owner" THEN 'owner@localhost' ELSE "id" || '@invalid' END;--> statement-breakpoint
ALTER TABLE "account" ALTER COLUMN "email" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "email_verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "image" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "annotation" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "annotation_range" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "layer" ADD COLUMN "hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "project" ADD COLUMN "readable_by_anyone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "relation_antecedent" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_addressee" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_intermediary" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_relation" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "statement_value" ADD COLUMN "hidden_for" uuid;--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "only_for" uuid;--> statement-breakpoint
ALTER TABLE "project" DROP CONSTRAINT "project_slug";--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_slug" UNIQUE("slug","created_by");--> statement-breakpoint
CREATE UNIQUE INDEX "access_token_by_hash" ON "access_token" ("token_hash");--> statement-breakpoint
CREATE INDEX "access_token_by_account" ON "access_token" ("account_id","id");--> statement-breakpoint
CREATE INDEX "access_token_project_by_project" ON "access_token_project" ("project_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_email" ON "account" ("email");--> statement-breakpoint
CREATE INDEX "credential_by_account" ON "credential" ("user_id");--> statement-breakpoint
CREATE INDEX "session_by_account" ON "session" ("user_id");--> statement-breakpoint
CREATE INDEX "session_by_expiry" ON "session" ("expires_at");--> statement-breakpoint
CREATE INDEX "verification_by_identifier" ON "verification" ("identifier");--> statement-breakpoint
CREATE INDEX "verification_by_expiry" ON "verification" ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_entry_by_project" ON "audit_entry" ("project_id","id");--> statement-breakpoint
CREATE INDEX "audit_entry_by_account" ON "audit_entry" ("account_id","id");--> statement-breakpoint
CREATE INDEX "layer_hidden" ON "layer" ("project_id","id") WHERE hidden;--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_by_token" ON "invitation" ("token_hash");--> statement-breakpoint
CREATE INDEX "membership_by_account" ON "membership" ("account_id","project_id");--> statement-breakpoint
CREATE INDEX "change_for_all" ON "change" ("project_id","seq") WHERE only_for is null;--> statement-breakpoint
CREATE INDEX "change_for_one" ON "change" ("project_id","only_for","seq") WHERE only_for is not null;--> statement-breakpoint
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_account_id_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "access_token_project" ADD CONSTRAINT "access_token_project_token" FOREIGN KEY ("token_id") REFERENCES "access_token"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "access_token_project" ADD CONSTRAINT "access_token_project_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_id_account_id_fkey" FOREIGN KEY ("user_id") REFERENCES "account"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_account_id_fkey" FOREIGN KEY ("user_id") REFERENCES "account"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_account_id_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_accepted_by_account_id_fkey" FOREIGN KEY ("accepted_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_account_id_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_created_by_account_id_fkey" FOREIGN KEY ("created_by") REFERENCES "account"("id");--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_project" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_email_small" CHECK ("email" = lower("email"));--> statement-breakpoint
ALTER TABLE "layer" ADD CONSTRAINT "layer_hidden_is_blind" CHECK (not "hidden" or "kind" = 'PERSONAL');