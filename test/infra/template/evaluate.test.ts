/** What expressions are worth, operator by operator; the grammar alone would bind half of them wrongly. */
import { describe, expect, it } from "vitest";
import { deploy } from "./deploy.ts";
import { TemplateFiles } from "./files.ts";
import type { Value } from "./values.ts";

const given = [
  "param on bool = true",
  "param text string = 'Oslo'",
  "param none string = ''",
  "param hubs array = [{ id: 'a', at: { city: 'Oslo' } }, { id: 'b' }]",
  "var site = { name: 'x', on: false, n: 3, names: ['p', 'q'], inner: { on: true, n: 4 } }",
  "func greet(name string) string => 'hei ${name}'",
];

function worthOf(expression: string): Value {
  const text = [...given, `output it object = ${expression}`].join("\n");
  return deploy(new TemplateFiles(new Map([["main.bicep", text]])), {}).output("it");
}

describe("the worth of an expression", () => {
  it.each<[string, Value]>([
    ["'it\\'s ${text}${none} in ${site.inner.n}\\n\\u{41}\\${x}'", "it's Oslo in 4\nA${x}"],
    ["'''\nas ${it} is'''", "as ${it} is"],
    ["''", ""],
    ["{ 'a-${text}': [ 1, -2 ], b: null }", { "a-Oslo": [1, -2], b: null }],
    ["!site.on", true],
    ["!site.on && site.inner.on", true],
    ["on && site.n == 3", true],
    ["on && site.n == site.inner.n", false],
    ["on || site.nothing.at.all", true],
    ["site.n + 2 * site.inner.n", 11],
    ["(site.n + 2) * site.inner.n", 20],
    ["-site.n", -3],
    ["site.n > 2 ? site.names[1] : site.names[0]", "q"],
    ["site.on ? 'a' : site.inner.on ? 'b' : 'c'", "b"],
    ["site.on ? text : site.names[0] == 'p'", true],
    ["site['name']", "x"],
    ["hubs[1].?at.city ?? 'nowhere'", "nowhere"],
    ["hubs[0].?at.city ?? 'nowhere'", "Oslo"],
    ["hubs[?5] ?? 'none'", "none"],
    ["text =~ 'OSLO'", true],
    ["text == 'OSLO'", false],
    ["map(hubs, h => h.id == 'a' ? h.at.city : h.id)", ["Oslo", "b"]],
    ["map(hubs, (h, i) => '${h.id}${i}')", ["a0", "b1"]],
    ["filter(hubs, h => !empty(h.?at))", [{ id: "a", at: { city: "Oslo" } }]],
    ["reduce(hubs, {}, (so, h) => union(so, { '${h.id}': true }))", { a: true, b: true }],
    [
      "[for (h, i) in hubs: { id: h.id, n: i }]",
      [
        { id: "a", n: 0 },
        { id: "b", n: 1 },
      ],
    ],
    ["union({ a: { b: 1 } }, { a: { c: 2 } }, none == '' ? {} : { z: 1 })", { a: { b: 1, c: 2 } }],
    ["concat(['a'], on ? ['b'] : [])", ["a", "b"]],
    ["greet(text)", "hei Oslo"],
    ["toLower(replace(take('Contoso-Hub', 9), '-', ''))", "contosoh"],
    ["split('/subscriptions/s/x', '/')[2]", "s"],
  ])("%s", (expression, value) => {
    expect(worthOf(expression)).toEqual(value);
  });

  it.each([
    ["nothing", "main.bicep: there is nothing called nothing"],
    ["site.nothing", "the member nothing is not known"],
    ["site.listKeys()", "the method listKeys() is not known"],
    ["newGuid()", "does not know the function newGuid"],
    ["text ? 1 : 2", "A condition must be true or false"],
    ["it", "depends on itself"],
  ])("refuses %s", (expression, words) => {
    expect(() => worthOf(expression === "it" ? "a\nvar a = [a]" : expression)).toThrow(words);
  });
});
