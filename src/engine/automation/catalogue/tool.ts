/**
 * What the catalogue says of a tool, and how its texts are read. A reader of the catalogue is the planner, the Python
 * generator and the SAM template; what only one of them needs stands in an optional field, so that the others may pass it by.
 */

/** Something that a workflow can use: a service, a database, a protocol. */
export interface Tool {
  /** Stable, in lower case: `sendgrid`, `aws-s3`. */
  id: string;
  /** As its maker writes it: `SendGrid`. */
  name: string;
  /** Other names that people use, each whole words: `send grid`. Never a word of everyday English alone. */
  aliases: readonly string[];
  /**
   * Aliases, or the name itself, that are also everyday words (`notion`, `square`, `monday`), in lower case: taken only when
   * written as a name in the middle of a sentence (`to Notion`) or beside one of `context`.
   */
  ambiguous?: readonly string[];
  /** Words that tell that an ambiguous alias is meant as the tool: `page`, `database`. */
  context?: readonly string[];
  category:
    | "messaging"
    | "email"
    | "payment"
    | "database"
    | "storage"
    | "queue"
    | "documents"
    | "calendar"
    | "crm"
    | "support"
    | "development"
    | "marketing"
    | "commerce"
    | "ai"
    | "social"
    | "media"
    | "feed"
    | "http"
    | "monitoring"
    | "forms";
  icon: "webhook" | "payment" | "verified" | "email" | "storage";
  /** What it is chosen for when nobody names it: `send an email`, `store a file`. The first of the catalogue that fits wins. */
  capabilities: readonly string[];
  credentials: readonly Credential[];
  /** What of it can start a workflow. */
  triggers: readonly ToolTrigger[];
  actions: readonly Action[];
}

export interface Credential {
  /** The name of its environment variable: `SENDGRID_API_KEY`. */
  key: string;
  /** `SendGrid API key`. */
  name: string;
  description: string;
  type: "password" | "text" | "email" | "url";
  required: boolean;
  placeholder: string;
  /** Where its owner finds it. */
  help_url: string;
  /** A regular expression that any valid value matches whole; linear, without look-around. */
  pattern: string;
}

export interface ToolTrigger {
  /** `payment_intent.succeeded`, as the sender calls it. */
  event: string;
  /** Ways of saying it: `payment succeeds`, `payment received`. */
  phrases: readonly string[];
  type: "webhook" | "email" | "s3" | "sqs" | "sns" | "dynamodb" | "eventbridge";
  /** How the sender proves that it is the sender; the generator knows how each is checked. */
  verification: "stripe" | "github" | "slack" | "shopify" | "hubspot" | "hmac-sha256" | "twilio" | "token" | "none";
  /** How the sender says that it is this event and no other: all of them hold. Left out where an address gets one event only. */
  told_by?: readonly ({ header: string; value: string } | { path: readonly (string | number)[]; value: string })[];
  /** Of `dynamodb`: the changes that are told, `INSERT`, `MODIFY`, `REMOVE`. */
  changes?: readonly ("INSERT" | "MODIFY" | "REMOVE")[];
  /** Of `eventbridge`: the pattern of the rule. */
  event_pattern?: unknown;
  /** The credential that it is checked with. */
  secret?: string;
  /**
   * Where and how the proof is written. `hmac-sha256` and `token` always have it, others have rules of their own, except that
   * `stripe` (`t=…,v1=…`) is also used by Calendly, with another header.
   */
  proof?: {
    /** The header, in lower case: `typeform-signature`. A token may instead stand in the address, as `?token=…`. */
    header: string;
    /** How the digest is written; a token is compared as it is. */
    encoding?: "hex" | "base64";
    /** What stands before the digest: `sha256=`. */
    prefix?: string;
    /** What is signed; `body` where it is left out. `url+body`: the address as the sender knows it, then the body. */
    signs?: "body" | "url+body" | "timestamp+body" | "v0:timestamp:body";
    /** The header with the time that is signed. */
    timestamp_header?: string;
  };
  /**
   * Fields of the event that later steps may use. A path begins: webhook at the parsed body (a form's fields where the sender
   * posts a form); `sqs` and `sns` at the parsed message of a record; `s3` at a record; `email` at the `ses` of a record;
   * `eventbridge` at the event; `dynamodb` at `{event_name, event_id, table, keys, item, new_image, old_image}` of a record,
   * with plain values, where `item` is the new image or, of what is gone, the old one. A record's path is the same for each
   * of the records.
   */
  outputs: readonly Field[];
}

export interface Field {
  /** `customer_email`. */
  name: string;
  path: readonly (string | number)[];
  /** `cents`: hundredths of the currency, `$100` in a condition is 10000. `seconds`: since 1970. */
  unit?: "cents" | "seconds";
}

/** One thing that a tool does. */
export interface Action {
  /** Unique in its tool, a Python name: `send_email`. */
  id: string;
  /** `Send an email`. */
  title: string;
  /** Verbs and objects that ask for it: `send an email`, `email`, `mail`. */
  phrases: readonly string[];
  inputs: readonly Input[];
  /** What later steps may use of its answer. */
  outputs: readonly Field[];
  /** True where its answer is a list that a later step can go through. */
  many?: boolean;
  call: Call;
}

export interface Input {
  /** A Python name: `to`, `subject`. */
  name: string;
  description: string;
  /**
   * What the call gets. `text`: any value is made text, objects and lists as JSON. `json`: any value as JSON text. `number`: a
   * constant is its digits. `time`: ISO 8601 in UTC; the constants `now`, `now+60` and `now-60` are the run's time and 60 minutes
   * later or earlier. `date`: the day in UTC; `today`, `today+30` and `today-1` likewise. `file`: bytes as they are, all else as text.
   */
  type: "text" | "number" | "list" | "object" | "json" | "time" | "date" | "file";
  /** An optional input that has no value, or `""`, is left out of the call with the key that it is the only content of. */
  required: boolean;
  /** Which fields of earlier steps fit it when the sentence does not say: `customer_email`, `email`. */
  takes: readonly string[];
  /**
   * Where the sentence gives no words for it, it is put together from the fields that are known: a text names them, an object
   * has them as keys, a list as a row. The fallback is then only for events without known fields.
   */
  compose?: true;
  /** Where nothing fits: a setting of the function (environment variable), or a constant. */
  fallback: { setting: string; example: string } | { constant: string };
}

/** In texts, `{input}` is an input of the action and `{{CREDENTIAL_KEY}}` a credential; everything else stands as it is. */
export type Call =
  | {
      kind: "http";
      method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
      /** Scheme and host, `https://api.sendgrid.com`, or `{{KEY}}` where the customer has an address of their own. */
      base: string;
      /** Inputs in it are percent-encoded. */
      path: string;
      query?: Readonly<Record<string, string>>;
      auth:
        | { kind: "bearer"; token: string }
        | { kind: "basic"; user: string; password: string }
        | { kind: "header"; name: string; value: string }
        | { kind: "query"; name: string; value: string }
        /** `subject`: the user in whose name the service account acts (domain-wide delegation), where the API needs one. */
        | { kind: "google-service-account"; credential: string; scope: string; subject?: string }
        /**
         * A token is fetched first: RFC 6749, 4.4 (client credentials) or 6 (refresh token), and sent as Bearer. `account_credentials`
         * is Zoom's own grant, for the account of `account_id`.
         */
        | {
            kind: "oauth2";
            grant: "client_credentials" | "refresh_token" | "account_credentials";
            token_url: string;
            client_id: string;
            client_secret: string;
            refresh_token?: string;
            account_id?: string;
            scope?: string;
            /** How the client proves itself at `token_url`. */
            client_in: "basic" | "form";
          }
        /** A session is opened first: `login` is sent as JSON, what it answers at `token` as Bearer, for so many seconds (Bluesky). */
        | { kind: "session"; url: string; login: Readonly<Record<string, string>>; token: string; seconds: number }
        /** RFC 5849 with HMAC-SHA1, a JSON body unsigned: X. */
        | { kind: "oauth1"; key: string; secret: string; token: string; token_secret: string }
        | { kind: "none" };
      headers?: Readonly<Record<string, string>>;
      /** JSON with texts as above at its leaves; a leaf that is exactly `{input}` takes the input's value with its type. */
      json?: unknown;
      form?: Readonly<Record<string, string>>;
      /** Text or bytes as they are. */
      raw?: string;
      /** `multipart/related` (Google Drive): JSON, then a file. */
      related?: { metadata: unknown; content: string; content_type: string };
      /** An object's `{input}` in `json` is written as Firestore's values: `{"stringValue": …}`, `{"integerValue": "1"}` … */
      typed_values?: "firestore";
      /** The result is a list of rows; the first names the columns, the others are read as objects by those names, in lower case. */
      header_row?: true;
      /** Where the answer's useful part is. */
      result?: readonly (string | number)[];
      /** Where an answer of status 200 tells of a failure: Slack `error`, GraphQL `errors`. Anything but empty there is one. */
      error?: readonly (string | number)[];
      /**
       * What the answer is; JSON where it is left out. `bytes` are read as they are, `lines` are JSON each, `none` is not read.
       * `status`: whether it answers is what is asked, so that a failure is an answer too: `{status, text, url}`, `up` or `down`.
       */
      answer?: "json" | "text" | "bytes" | "lines" | "status" | "none";
    }
  | {
      kind: "boto3";
      service: string;
      operation: string;
      parameters: unknown;
      /**
       * IAM actions, and what they are allowed on: `*` or an ARN with `${AWS::Region}` and the like and with `${ORDERS_TABLE}`,
       * the setting that an input of the action falls back to (the input's value where the sentence gives it).
       */
      policy: { actions: readonly string[]; resource: string };
      result?: readonly (string | number)[];
      /** What is at `result` is a stream that is read: as text, as bytes, as JSON. */
      stream?: "text" | "bytes" | "json";
      /** The result is a list; its text is the `text` of each element whose `key` is `value`, a line each (Textract). */
      lines?: { key: string; value: string; text: string };
      /**
       * DynamoDB: parameters whose values are written as attribute values (`boto3.dynamodb.types.TypeSerializer`, floats as
       * Decimal). The result is read back with TypeDeserializer.
       */
      attribute_values?: readonly string[];
    }
  /** Port 465 is TLS from the start, any other STARTTLS. */
  | {
      kind: "smtp";
      host: string;
      port: string;
      user: string;
      password: string;
      from: string;
      to: string;
      subject: string;
      body: string;
    }
  /** The unread messages of a folder, as `{from, subject, text, date}`, marked as read. */
  | { kind: "imap"; host: string; user: string; password: string; folder: string }
  /**
   * A statement with `%s` for each parameter. `{input}` in it is a name (a table, a column): checked and quoted; that of an
   * object is `(columns) VALUES (…)` of its keys.
   */
  | { kind: "sql"; driver: "pg8000" | "pymysql"; url: string; statement: string; parameters: readonly string[] }
  /** With pymongo; `{input}` as in JSON. */
  | {
      kind: "mongodb";
      url: string;
      collection: string;
      operation: "insert_one" | "find" | "update_one" | "delete_one";
      /** The document, or the filter. */
      document: unknown;
      /** Of `update_one`. */
      update?: unknown;
    }
  /** The entries of a feed, RSS or Atom, newest first, as `{title, link, summary, published, id}`. */
  | { kind: "rss"; url: string }
  /** Done in Python alone: put together, filter, wait, compute. */
  | { kind: "python"; operation: "format" | "filter" | "delay" | "summarise" | "log" };

/** What a need is met with when nobody names a tool. */
export interface Capability {
  /** Ways of saying it, each whole words: `send an email`, `email`. */
  phrases: readonly string[];
  tool: string;
  action: string;
  why: string;
}
