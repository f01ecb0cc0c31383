import type { Model } from "../../model/index.ts";
import { gatewayEndpoint } from "../../rules/aws-vpc.ts";
import type { Edit } from "../edit.ts";

/** The endpoint that spares the NAT gateways of the stack's network; a rule asks for the same one. */
export const addGatewayEndpoint = (model: Model): readonly Edit[] => {
  const [network] = model.ofType("aws_vpc");
  return network === undefined || model.ofType("aws_nat_gateway").length === 0 ? [] : gatewayEndpoint(network, model);
};
