import type { Region } from "./region.ts";
import file from "./service-regions.json" with { type: "json" };

const regionsByService: Readonly<Record<string, readonly string[]>> = file.services;

/** What a design over several zones needs; asked for like a service. */
const zones = "availability-zones";

const listed = (service: string, cloud: string): readonly string[] | undefined => {
  const id = service.includes(".") ? service : `${cloud}.${service}`;
  return Object.hasOwn(regionsByService, id) ? regionsByService[id] : undefined;
};

/** Whether a region has all services, as far as that is known. */
export const offersAll = ({ cloud, code, zones: count }: Region, services: readonly string[]): boolean =>
  services.every((service) => (service === zones ? count > 0 : (listed(service, cloud)?.includes(code) ?? true)));

/** Services of which it is not known where they are offered: nothing was filtered by them. */
export const notFilteredBy = (cloud: string, services: readonly string[]): string[] =>
  services.filter((service) => service !== zones && listed(service, cloud) === undefined);
