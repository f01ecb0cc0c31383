CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`filename` text NOT NULL,
	`media_type` text NOT NULL,
	`file_type` text NOT NULL,
	`size` integer NOT NULL,
	`status` text NOT NULL,
	`progress` real NOT NULL,
	`page_count` integer,
	`chunk_count` integer NOT NULL,
	`error_code` text,
	`error_message` text,
	`created_at` text NOT NULL,
	`processed_at` text
);
--> statement-breakpoint
CREATE INDEX `documents_owner_created` ON `documents` (`owner`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `documents_status` ON `documents` (`status`,`created_at`);