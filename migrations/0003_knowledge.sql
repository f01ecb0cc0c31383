CREATE TABLE `knowledge_facts` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`topic` text NOT NULL,
	`id` text NOT NULL,
	`position` integer NOT NULL,
	`content` text NOT NULL,
	`head` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_facts_topic_id` ON `knowledge_facts` (`topic`,`id`);--> statement-breakpoint
CREATE TABLE `knowledge_files` (
	`name` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`loaded_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `knowledge_topics` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`title_th` text,
	`note` text,
	`as_of` text,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
-- By hand from here on: drizzle knows no virtual tables.
CREATE VIRTUAL TABLE `knowledge_words` USING fts5(head, body, content='knowledge_facts', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE VIRTUAL TABLE `knowledge_trigrams` USING fts5(head, body, content='knowledge_facts', content_rowid='key', tokenize='trigram');
--> statement-breakpoint
CREATE TRIGGER `knowledge_facts_inserted` AFTER INSERT ON `knowledge_facts` BEGIN
	INSERT INTO `knowledge_words` (rowid, head, body) VALUES (new.key, new.head, new.body);
	INSERT INTO `knowledge_trigrams` (rowid, head, body) VALUES (new.key, new.head, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `knowledge_facts_deleted` AFTER DELETE ON `knowledge_facts` BEGIN
	INSERT INTO `knowledge_words` (`knowledge_words`, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
	INSERT INTO `knowledge_trigrams` (`knowledge_trigrams`, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER `knowledge_facts_updated` AFTER UPDATE ON `knowledge_facts` BEGIN
	INSERT INTO `knowledge_words` (`knowledge_words`, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
	INSERT INTO `knowledge_trigrams` (`knowledge_trigrams`, rowid, head, body) VALUES ('delete', old.key, old.head, old.body);
	INSERT INTO `knowledge_words` (rowid, head, body) VALUES (new.key, new.head, new.body);
	INSERT INTO `knowledge_trigrams` (rowid, head, body) VALUES (new.key, new.head, new.body);
END;
