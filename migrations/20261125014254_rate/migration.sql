-- Not logged: written at every turn, and after a crash empty buckets harm nobody.
CREATE UNLOGGED TABLE "rate_bucket" (
	"key" text PRIMARY KEY,
	"requests" double precision NOT NULL,
	"points" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"drawn_requests" double precision NOT NULL,
	"drawn_points" double precision NOT NULL
);
