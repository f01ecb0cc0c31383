import type { Model } from "../../model/index.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

/** A gateway endpoint for S3, which costs nothing and keeps traffic off the NAT gateway. */
export const addGatewayEndpoint = (model: Model): Edit[] => {
  const [vpc] = model.ofType("aws_vpc");
  const tables = model.ofType("aws_route_table").filter(({ id, address }) => id === address);
  if (vpc === undefined || vpc.id !== vpc.address || model.ofType("aws_nat_gateway").length === 0 || tables.length === 0) return [];
  return [
    add(
      "aws_vpc_endpoint.stackstage_s3",
      `resource "aws_vpc_endpoint" "stackstage_s3" {
  vpc_id            = ${vpc.address}.id
  service_name      = "com.amazonaws.${model.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [${tables.map(({ address }) => `${address}.id`).join(", ")}]
}
`,
    ),
  ];
};
