import type { Module } from "./module.ts";
import type { Workflow } from "./workflow.ts";

/** Lines that answer a sender who asks, before it sends any event, whether its address is ours. */
export const challengeLines = (module: Module, workflow: Workflow): string[] => {
  switch (workflow.trigger.tool?.id) {
    case "slack":
      module.use("_pick");
      return [
        '    if _pick(payload, "type") == "url_verification":',
        '        return _response(200, {"challenge": _pick(payload, "challenge")})',
      ];
    // https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
    // Zoom signs the question too. What comes unsigned got no further: else anybody could have a text of theirs signed here.
    case "zoom":
      module.use("_hmac");
      module.use("_pick");
      module.use("_text");
      return [
        '    if _pick(payload, "event") == "endpoint.url_validation":',
        '        token = _text(_pick(payload, "payload", "plainToken"))',
        `        encrypted = _hmac(${workflow.trigger.event?.secret ?? ""}, token.encode()).hex()`,
        '        return _response(200, {"plainToken": token, "encryptedToken": encrypted})',
      ];
    case undefined:
    default:
      return [];
  }
};
