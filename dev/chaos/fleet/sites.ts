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
  /** The device by which its incidents are grouped. */
  readonly group: string;
  /** It reaches the hub through another one, and is told of with that. */
  readonly behind: boolean;
  /** It drops when that one does for long, as a leaf does when its gateway's `$edgeHub` is gone. */
  readonly through: IdentityKey | undefined;
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
  /** Its gateway, and the devices behind it by their pattern. */
  readonly topology: { readonly parent: string; readonly children: string } | undefined;
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
  const memberOf = (deviceId: string, moduleId: string | undefined, more: Place): Member => {
    const identity = moduleId === undefined ? { hub: HUB, deviceId } : { hub: HUB, deviceId, moduleId };
    const targets: Target[] = moduleId === PROBE ? [{ channel: "sms", to: contacts.probePhone }] : people;
    const { temper, behind = moduleId !== undefined, group = deviceId, through, uplink } = more;
    return { identity, key: identityKey(identity), temper, behind, group, through, uplink, targets };
  };
  const isGateway = index % GATEWAY_EVERY === 0;
  const members = isGateway ? gatewaySite(name, memberOf) : plainSite(name, memberOf);
  const topology = isGateway ? { parent: `${name}-gw`, children: `${name}-leaf*` } : undefined;
  return { ...contacts, members, topology };
}

interface Place extends Pick<Member, "temper">, Partial<Pick<Member, "group" | "behind">> {
  readonly through?: IdentityKey;
  readonly uplink?: string;
}

type MakeMember = (deviceId: string, moduleId: string | undefined, place: Place) => Member;

/** The gateway's own identity never connects, as with IoT Edge: its modules speak for it. */
function gatewaySite(name: string, memberOf: MakeMember): Member[] {
  const gateway = `${name}-gw`;
  const agent = memberOf(gateway, "$edgeAgent", { temper: "steady", behind: false, uplink: name });
  const hub = memberOf(gateway, "$edgeHub", { temper: "toggling", behind: false, uplink: name });
  const below = { temper: "steady", behind: true, group: gateway, through: hub.key, uplink: name } as const;
  const modules = ["m1", PROBE].map((module) => memberOf(gateway, module, below));
  const leaves = ["1", "2", "3", "4"].map((n) => memberOf(`${name}-leaf${n}`, undefined, below));
  return [agent, hub, ...modules, ...leaves];
}

function plainSite(name: string, memberOf: MakeMember): Member[] {
  const controller = [undefined, "m1", PROBE].map((module) =>
    memberOf(`${name}-ctl`, module, { temper: "steady", uplink: `${name}-ctl` }),
  );
  const tempers: Temper[] = ["restless", "restless", "restless", "toggling", "steady"];
  const pumps = tempers.map((temper, n) => memberOf(`${name}-pump${n + 1}`, undefined, { temper }));
  return [...controller, ...pumps];
}

function phoneNumber(index: number): string {
  return `+150055501${String(index).padStart(2, "0")}`;
}
