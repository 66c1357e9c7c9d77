-- Trigram search (names with typing errors, texts without spaces between words) and GIN indexes that lead with the project.
-- Both are trusted extensions: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;
