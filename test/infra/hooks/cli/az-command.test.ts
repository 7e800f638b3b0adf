/** How the Azure CLI is called on either kind of machine, and what Windows' interpreter is never given. */
import { describe, expect, it } from "vitest";

import { azCommand } from "../../../../infra/hooks/cli/az-command.ts";

const AZ = String.raw`C:\Program Files\Microsoft SDKs\Azure\CLI2\wbin\az.cmd`;
const windows = {
  platform: "win32",
  env: {
    ComSpec: String.raw`C:\Windows\system32\cmd.exe`,
    Path: String.raw`.;C:\Windows;C:\Program Files\Microsoft SDKs\Azure\CLI2\wbin`,
  },
  exists: (path: string) => path === AZ,
} as const;

it("elsewhere than on Windows is started itself, with whatever arguments", () => {
  const args = ["group", "show", "--name", 'rg & "del" %PATH%'];
  expect(azCommand(args, { platform: "linux", env: {} })).toEqual({ file: "az", args });
});

describe("on Windows", () => {
  it("is run by the interpreter, by its whole path and with each argument in quotes", () => {
    expect(azCommand(["group", "show", "--name", "rg-(plant) 1"], windows)).toEqual({
      file: String.raw`C:\Windows\system32\cmd.exe`,
      args: ["/d", "/s", "/c", `""${AZ}" "group" "show" "--name" "rg-(plant) 1""`],
      verbatim: true,
    });
  });

  it("takes every argument that the hooks give", () => {
    const args = [
      "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/grün_1.(a)/providers/Microsoft.Devices/IotHubs/hub-1",
      "/subscriptions/1/config/configreferences/appsettings/refresh?api-version=2022-03-01",
      String.raw`C:\Users\Åse Olsen\AppData\Local\Temp\linewatch-key-abc\key`,
      "functionKeys.default",
    ];
    for (const arg of args) expect(azCommand([arg], windows)?.args[3]).toContain(`"${arg}"`);
  });

  it.each(['"', "%PATH%", "a & del", "a | more", "a > b", "^", "!x!", "line\nbreak", "`", "$(x)"])(
    "refuses %j, which could be more than text",
    (argument) => {
      expect(() => azCommand(["group", "show", "--name", argument], windows)).toThrow(
        "leave out its special characters",
      );
    },
  );

  it("is not found in a folder that is named relatively, nor where there is none", () => {
    const beside = { ...windows, exists: (path: string) => path === "az.cmd" };
    expect(azCommand(["version"], beside)).toBeUndefined();
    expect(azCommand(["version"], { ...windows, env: {} })).toBeUndefined();
  });
});
