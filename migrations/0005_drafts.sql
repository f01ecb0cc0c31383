CREATE TABLE `draft_versions` (
	`draft_id` text NOT NULL,
	`version` integer NOT NULL,
	`parent` integer,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`sources` text NOT NULL,
	`author` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`draft_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`session_id` text,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`turn` integer,
	`content_format` text NOT NULL,
	`version` integer NOT NULL,
	`redo` text NOT NULL,
	`document_ids` text NOT NULL,
	`categories` text NOT NULL,
	`tags` text NOT NULL,
	`error_message` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`published_at` text,
	`published_url` text,
	`published_to` text
);
--> statement-breakpoint
CREATE INDEX `drafts_owner_updated` ON `drafts` (`owner`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `drafts_session` ON `drafts` (`session_id`);