import { read } from "../../model/index.ts";
import type { Reader } from "./reader.ts";

/** Suffix of what joins a gateway with its network. */
export const gatewayAttachment = "Attachment";

const gateways = ["aws_internet_gateway", "aws_vpn_gateway"];

/** Gateways that a route leads to: the route has to wait until they are attached. */
export const attachmentsBefore = (route: Reader): string[] =>
  route.component.references.flatMap(({ to }) =>
    route.translation
      .meant(to)
      .filter((gateway) => gateways.includes(gateway.type) && read(gateway.attributes, "vpc_id") !== undefined)
      .map((gateway) => route.translation.besideId(gateway, gatewayAttachment)),
  );
