/** The gates of an explanation that was answered. */
import { explanationShape } from "../../../functions/triggers/http/shapes/explanation-shape.ts";
import type { ExplanationAnswer } from "../../../functions/triggers/http/shapes/explanation-shape.ts";

export function parsedAs(json: unknown): ExplanationAnswer["gates"] {
  return explanationShape.parse(json).gates;
}
