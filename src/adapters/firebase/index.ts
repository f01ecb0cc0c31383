export { FirebaseError } from "./errors.ts";
export type { FirebaseAccount } from "./id-tokens.ts";
export { isFirebaseToken, verifyIdToken } from "./id-tokens.ts";
export { signInWithPassword, signUpWithPassword } from "./identity-toolkit.ts";
