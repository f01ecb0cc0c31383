CREATE TABLE `analyses` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`title` text NOT NULL,
	`cloud` text NOT NULL,
	`region` text NOT NULL,
	`score` integer NOT NULL,
	`findings` integer NOT NULL,
	`monthly_cents` integer NOT NULL,
	`owner` text,
	`content_key` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `analyses_expires_at` ON `analyses` (`expires_at`);