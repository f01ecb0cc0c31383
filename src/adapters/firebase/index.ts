export { FirebaseError } from "./errors.ts";
export { isFirebaseToken, verifyIdToken } from "./id-tokens.ts";
export { signInWithPassword, signUpWithPassword } from "./identity-toolkit.ts";
