import { asText, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { mentions, singles } from "./declared.ts";

/** A way out of the private subnets is a thing of one zone: with it the whole stack loses its way. */
export const leavesFromEachZone = (model: Model): boolean | undefined => {
  const gateways = model.ofType("aws_nat_gateway");
  if (gateways.length === 0) return undefined;
  return gateways.length > 1 || gateways.some(({ attributes }) => read(attributes, "availability_mode") === "regional");
};

interface Seat {
  association: Component;
  subnet: Component;
  table: Component;
}

/** Subnets with the routes that hold in them. */
const seatsOf = (model: Model): Seat[] =>
  singles(model, "aws_route_table_association").flatMap((association) => {
    const subnet = model.target(association, "subnet_id");
    const table = model.target(association, "route_table_id");
    return subnet === undefined || table === undefined ? [] : [{ association, subnet, table }];
  });

const zoneOf = (subnet: Component): string | undefined => asText(read(subnet.attributes, "availability_zone"));

const leadsTo = (table: Component, gateway: Component, model: Model): boolean =>
  mentions(table, gateway) ||
  model.attached(table, "aws_route", "route_table_id").some((route) => mentions(route, gateway));

const label = "stackstage_second_zone";

const gatewayCode = (subnet: Component): string => `resource "aws_nat_gateway" "${label}" {
  allocation_id = aws_eip.${label}.id
  subnet_id     = ${subnet.address}.id
}
`;

const tableCode = (network: string): string => `resource "aws_route_table" "${label}" {
  vpc_id = ${network}.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.${label}.id
  }
}
`;

/** A second way out in another zone, which the private subnets of that zone take; only where all of it is plain to see. */
export const addSecondWayOut = (model: Model): Edit[] => {
  const [gateway] = singles(model, "aws_nat_gateway");
  if (
    gateway === undefined ||
    leavesFromEachZone(model) !== false ||
    textAt(gateway, "connectivity_type") === "private"
  )
    return [];
  const seats = seatsOf(model);
  const home = seats.find(({ subnet }) => subnet === model.target(gateway, "subnet_id"));
  const network = home && model.target(home.subnet, "vpc_id");
  const zone = home && zoneOf(home.subnet);
  if (home === undefined || network === undefined || network.id !== network.address || zone === undefined) return [];
  const isElsewhere = ({ subnet }: Seat): boolean => (zoneOf(subnet) ?? zone) !== zone && subnet.id === subnet.address;
  const second = seats.find((seat) => seat.table === home.table && isElsewhere(seat));
  if (second === undefined) return [];
  const moved = seats.filter(
    ({ subnet, table }) => zoneOf(subnet) === zoneOf(second.subnet) && leadsTo(table, gateway, model),
  );
  if (moved.length === 0) return [];
  return [
    add(`aws_eip.${label}`, `resource "aws_eip" "${label}" {\n  domain = "vpc"\n}\n`),
    add(`aws_nat_gateway.${label}`, gatewayCode(second.subnet)),
    add(`aws_route_table.${label}`, tableCode(network.address)),
    ...moved.map(({ association }) => set(association.address, "route_table_id", code(`aws_route_table.${label}.id`))),
  ];
};
