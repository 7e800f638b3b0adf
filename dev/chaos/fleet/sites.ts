/** Who there is: sites of devices, some behind an IoT Edge gateway, each site with receivers of its own. */
import { identityKey } from "../../../functions/domain/identity.ts";
import type { Identity, IdentityKey } from "../../../functions/domain/identity.ts";
import type { Channel } from "../../outbox/message.ts";

/** `toggling`: now and then it drops again and again within seconds, as `$edgeHub` does. */
export type Temper = "restless" | "steady" | "toggling";

export interface Member {
  readonly identity: Identity;
  readonly key: IdentityKey;
  readonly temper: Temper;
  /** Those that share an uplink drop and return together when it does; undefined for one that has its own. */
  readonly uplink: string | undefined;
  /** Who is to be told of it. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly channel: Channel;
  /** The workflow's name or the phone number, as the outbox has it. */
  readonly to: string;
}

export interface Site {
  readonly name: string;
  /** For all members but the probe. */
  readonly workflow: string;
  readonly phone: string;
  /** For the module `probe` alone: somebody who is told of nothing else. */
  readonly probePhone: string;
  readonly members: readonly Member[];
}

export const HUB = "chaos-hub";
export const PROBE = "probe";
/** Every third site hangs on a gateway. */
const GATEWAY_EVERY = 3;

export function makeSites(count: number): Site[] {
  return Array.from({ length: count }, (_, index) => makeSite(index));
}

function makeSite(index: number): Site {
  const name = `s${String(index + 1).padStart(2, "0")}`;
  const contacts = {
    name,
    workflow: `${name}-team`,
    // They differ in the last two digits, which is what the product shows of a number.
    phone: phoneNumber(2 * index),
    probePhone: phoneNumber(2 * index + 1),
  };
  const people: Target[] = [
    { channel: "teams-workflow", to: contacts.workflow },
    { channel: "sms", to: contacts.phone },
  ];
  const memberOf = (
    deviceId: string,
    moduleId: string | undefined,
    temper: Temper,
    uplink?: string,
  ): Member => {
    const identity = moduleId === undefined ? { hub: HUB, deviceId } : { hub: HUB, deviceId, moduleId };
    const targets: Target[] = moduleId === PROBE ? [{ channel: "sms", to: contacts.probePhone }] : people;
    return { identity, key: identityKey(identity), temper, uplink, targets };
  };
  const members = index % GATEWAY_EVERY === 0 ? gatewaySite(name, memberOf) : plainSite(name, memberOf);
  return { ...contacts, members };
}

type MakeMember = (deviceId: string, moduleId: string | undefined, temper: Temper, uplink?: string) => Member;

/** The gateway's own identity never connects, as with IoT Edge: its modules speak for it. */
function gatewaySite(name: string, memberOf: MakeMember): Member[] {
  const modules = ["$edgeAgent", "$edgeHub", "m1", PROBE].map((module) =>
    memberOf(`${name}-gw`, module, module === "$edgeHub" ? "toggling" : "steady", name),
  );
  const leaves = ["1", "2", "3", "4"].map((n) => memberOf(`${name}-leaf${n}`, undefined, "steady", name));
  return [...modules, ...leaves];
}

function plainSite(name: string, memberOf: MakeMember): Member[] {
  const controller = [undefined, "m1", PROBE].map((module) =>
    memberOf(`${name}-ctl`, module, "steady", `${name}-ctl`),
  );
  const tempers: Temper[] = ["restless", "restless", "restless", "toggling", "steady"];
  return [...controller, ...tempers.map((temper, n) => memberOf(`${name}-pump${n + 1}`, undefined, temper))];
}

function phoneNumber(index: number): string {
  return `+150055501${String(index).padStart(2, "0")}`;
}
