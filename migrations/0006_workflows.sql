CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`status` text NOT NULL,
	`plan` text NOT NULL,
	`code` text,
	`credentials_given` text NOT NULL,
	`engine` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workflows_owner_created` ON `workflows` (`owner`,`created_at`,`id`);