// The page on which a person tells a provider yes or no, on the provider's own origin: the OpenID Connect server of
// scripts/sign-in-provider.ts would send everybody back at once.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Events } from "oauth2-mock-server";
import type { SignInProvider } from "../../scripts/sign-in-provider.ts";

const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const page = (back: string): string => `<!doctype html><title>Sign in</title><link rel="icon" href="data:,">
<h1>Cue would like to know who you are</h1>
<form action="/consent/answer"><input type="hidden" name="back" value="${escapeHtml(back)}">
<label>You are <input name="email" value="visitor@example.com"></label>
<button name="answer" value="yes">Allow</button> <button name="answer" value="no">Cancel</button></form>`;

const queryOf = ({ url }: IncomingMessage) => new URL(url ?? "", "http://provider").searchParams;

/** What the provider knows of an address: always the same person for the same one. */
const personOf = (email: string) => ({ sub: `sub-${email}`, email, email_verified: true, name: "Vera Visitor" });

const redirect = (response: ServerResponse, url: URL): void => {
  response.writeHead(302, { Location: url.href });
  response.end();
};

/** Puts the page between "sign in" and "signed in" of the provider that stands for Google. */
export const askForConsent = ({ servers: { google } }: SignInProvider): void => {
  const chosen = new Map<string, string>();
  google.service.on(Events.BeforeAuthorizeRedirect, (target: { url: URL }) => {
    const asking = new URL("/consent", google.issuer.url);
    asking.searchParams.set("back", target.url.href);
    // In place: what it sends is the same object.
    target.url.href = asking.href;
  });
  google.service.addRoute("GET", "/consent", (request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    response.end(page(queryOf(request).get("back") ?? ""));
  });
  google.service.addRoute("GET", "/consent/answer", (request, response) => {
    const answer = queryOf(request);
    const url = new URL(answer.get("back") ?? "");
    if (answer.get("answer") === "yes") chosen.set(url.searchParams.get("code") ?? "", answer.get("email") ?? "");
    else {
      url.searchParams.delete("code");
      url.searchParams.set("error", "access_denied");
    }
    redirect(response, url);
  });
  google.service.on(
    Events.BeforeTokenSigning,
    (token: { payload: object }, request: { body?: Record<string, string> }) => {
      const email = chosen.get(request.body?.["code"] ?? "");
      if (email !== undefined) Object.assign(token.payload, personOf(email));
    },
  );
};
