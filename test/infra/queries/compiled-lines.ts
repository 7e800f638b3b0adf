/** The lines that the source writes into the log, as the compiler knows them. */
import { fileURLToPath } from "node:url";
import { isCallExpression, isPropertyAccessExpression, isStringLiteral } from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";
import type { Checker, Type } from "typescript/unstable/sync";
import { merge, shape } from "./shape.ts";
import type { Shape } from "./shape.ts";

type Node = Parameters<typeof isCallExpression>[0];

interface Line {
  readonly event: string;
  readonly fields: Shape;
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LEVELS = new Set(["info", "warn", "error"]);

export function readCompiledLines(): Line[] {
  const api = new API({ cwd: ROOT });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${ROOT}tsconfig.json`] }).getProjects();
    if (project === undefined) throw new Error("The compiler does not find the project.");
    const { program, checker } = project;
    const names = program.getSourceFileNames().filter((name) => name.startsWith(`${ROOT}functions/`));
    return names.flatMap((name) => {
      const source = program.getSourceFile(name);
      if (source === undefined) throw new Error(`The compiler does not give ${name}.`);
      return linesIn(source, checker);
    });
  } finally {
    api.close();
  }
}

/** Each `log.info("event", fields)` below the node. */
function linesIn(node: Node, checker: Checker): Line[] {
  const lines: Line[] = [];
  const visit = (part: Node): void => {
    if (isCallExpression(part) && isLog(part.expression, checker)) {
      const [event, fields] = part.arguments;
      const type = fields === undefined ? undefined : checker.getTypeAtLocation(fields);
      if (event === undefined || !isStringLiteral(event) || type === undefined) {
        throw new Error("A line of the log needs a plain word for its event, and fields.");
      }
      lines.push({ event: event.text, fields: shapeOf(type, checker) });
    }
    part.forEachChild(visit);
  };
  visit(node);
  return lines;
}

function isLog(called: Node, checker: Checker): boolean {
  if (!isPropertyAccessExpression(called) || !LEVELS.has(called.name.text)) return false;
  return checker.getTypeAtLocation(called.expression)?.getSymbol()?.name === "Log";
}

function shapeOf(type: Type, checker: Checker): Shape {
  if (type.isUnionType()) return merge(type.getTypes().map((part) => shapeOf(part, checker)));
  if (type.isStringLiteralType()) return shape([], [type.value]);
  if (!type.isObjectType() && !type.isIntersectionType()) return shape([]);
  const properties = checker.getPropertiesOfType(type);
  return shape(
    properties.map((property) => {
      const held = checker.getTypeOfSymbol(property);
      if (held === undefined) throw new Error(`The compiler does not know what ${property.name} holds.`);
      return [property.name, shapeOf(held, checker)] as const;
    }),
  );
}
