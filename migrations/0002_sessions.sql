CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`choices` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_owner` ON `sessions` (`owner`,`updated_at`);--> statement-breakpoint
CREATE INDEX `sessions_expires_at` ON `sessions` (`expires_at`);