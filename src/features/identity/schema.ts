import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

/** Trimmed and in lower case: an address is written in many ways and is one. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email().max(254))
  .openapi({ type: "string", format: "email", maxLength: 254, example: "ada@example.com" });

/** Its length is checked before anything is hashed. */
const AnyPassword = z.string().min(1).max(256);

const NewPassword = z.string().min(8).max(256).openapi({ description: "8 to 256 characters, not a common one" });

const Name = z.string().trim().min(1).max(200);

export const RegisterRequest = z
  .object({ email: Email, password: NewPassword, full_name: optional(Name), name: optional(Name) })
  .openapi("RegisterRequest", { example: examples.RegisterRequest });

export const LoginRequest = z
  .object({ email: Email, password: AnyPassword })
  .openapi("LoginRequest", { example: examples.LoginRequest });

export const RefreshRequest = z
  .object({ refresh_token: z.string().min(1).max(200) })
  .openapi("RefreshRequest", { example: examples.RefreshRequest });

export const LogoutRequest = z.object({ refresh_token: optional(z.string().max(200)) }).openapi("LogoutRequest");

export const Account = z
  .object({
    id: z.string(),
    email: z.string(),
    full_name: z.string().nullable(),
    name: z.string().nullable().openapi({ description: "The same as full_name" }),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email_verified: z.boolean().openapi({ description: "Whether a provider has verified the address" }),
    is_active: z.boolean(),
    created_at: z.iso.datetime(),
    rememberMe: z.boolean().openapi({ description: "Always true: a sign-in outlives the browser window" }),
  })
  .openapi("Account", { example: examples.Account });
export type Account = z.infer<typeof Account>;

const tokenFields = {
  access_token: z.string().openapi({ description: "JWT, for `Authorization: Bearer`" }),
  refresh_token: z.string().openapi({ description: "Opaque; each use answers a new one" }),
  token_type: z.literal("bearer"),
  expires_in: z.int().openapi({ description: "Seconds until the access token ends" }),
};

export const TokenPair = z.object(tokenFields).openapi("TokenPair", { example: examples.TokenPair });
export const SignedIn = z.object({ user: Account, ...tokenFields }).openapi("SignedIn", { example: examples.SignedIn });

export const ProfileChange = z
  .object({
    full_name: optional(Name),
    name: optional(Name),
    password: optional(NewPassword),
    current_password: optional(AnyPassword),
  })
  .openapi("ProfileChange", { example: examples.ProfileChange });

export const UserList = z
  .object({ users: z.array(Account), next_cursor: z.string().nullable() })
  .openapi("UserList", { example: examples.UserList });

export const UserChange = z.object({ is_active: z.boolean() }).openapi("UserChange", { example: examples.UserChange });

const Scope = z.enum(["read", "write", "admin"]);

export const ApiKeyRequest = z
  .object({
    name: z.string().trim().min(1).max(100),
    expires_in_days: optional(z.int().min(1).max(3_650)),
    expires_at: optional(z.iso.datetime({ offset: true })),
    scopes: optional(z.array(Scope).min(1).max(3)).openapi({
      description: "`read` and `write` unless given; `admin` only for an administrator",
    }),
  })
  .openapi("ApiKeyRequest", { example: examples.ApiKeyRequest });
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    key_prefix: z.string().openapi({ description: "The key's beginning and its last four characters" }),
    scopes: z.array(Scope),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    use_count: z.int(),
  })
  .openapi("ApiKey", { example: examples.ApiKey });
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = ApiKey.extend({ key: z.string().openapi({ description: "Shown this once" }) }).openapi(
  "NewApiKey",
  {
    example: examples.NewApiKey,
  },
);

export const PlainSignIn = z
  .object({ email: optional(Email), password: optional(AnyPassword), id_token: optional(z.string().max(8_192)) })
  .openapi("PlainSignIn", {
    example: examples.PlainSignIn,
    description: "An e-mail and a password, or a Firebase ID token",
  });
export type PlainSignIn = z.infer<typeof PlainSignIn>;

export const PlainSignedIn = z
  .object({
    success: z.literal(true),
    message: z.string(),
    token: z.string().openapi({ description: "The same as access_token" }),
    user_id: z.string(),
    ...tokenFields,
    id_token: z.string().optional().openapi({ description: "Firebase's own, where Firebase is configured" }),
  })
  .openapi("PlainSignedIn", { example: examples.PlainSignedIn });

/** What a first-run form may hold: names and short answers, whatever the form calls them. */
export const Onboarding = z
  .record(
    z.string().regex(/^[A-Za-z]\w{0,49}$/),
    z.union([z.string().max(500), z.boolean(), z.number(), z.null(), z.array(z.string().max(200)).max(20)]),
  )
  .refine((form) => Object.keys(form).length <= 30, "At most 30 fields.")
  .openapi("Onboarding", { example: examples.Onboarding });

export const Profile = Account.extend({ onboarding: Onboarding.nullable() }).openapi("Profile", {
  example: examples.Profile,
});

export const ExchangeRequest = z
  .object({ code: z.string().min(1).max(200) })
  .openapi("ExchangeRequest", { example: examples.ExchangeRequest });
