/** One run of one function through `@azure/functions`' programming model, with its hooks: the worker's part of a run. */
import { randomUUID } from "node:crypto";

import { reasonOf } from "../log.ts";
import type { FunctionsApp } from "./functions-app.ts";
import { runHooks } from "./hooks.ts";
import type { CoreInvocationContext, InvocationResponse, RegisteredFunction, TypedData } from "./model.ts";

export type Trigger = {
  readonly bindingName: string;
  readonly value: TypedData;
  readonly metadata?: Readonly<Record<string, TypedData>>;
};

/** Runs a function once; a bound app and function, so that triggers need to know neither. */
export type Invoke = (trigger: Trigger) => Promise<InvocationResponse>;

/** The returned function rejects with whatever the handler threw, after logging it. */
export function makeInvoke(app: FunctionsApp, registered: RegisteredFunction): Invoke {
  return async (trigger) => {
    const context = contextOf(app, registered, trigger);
    try {
      return await run(app, registered, context);
    } catch (error) {
      context.log("error", "system", `Function ${registered.metadata.name} failed: ${reasonOf(error)}`);
      throw error;
    }
  };
}

function contextOf(
  app: FunctionsApp,
  { metadata }: RegisteredFunction,
  trigger: Trigger,
): CoreInvocationContext {
  const invocationId = randomUUID();
  return {
    invocationId,
    metadata,
    request: {
      invocationId,
      inputData: [{ name: trigger.bindingName, data: trigger.value }],
      triggerMetadata: trigger.metadata ?? {},
    },
    log: (level, category, message) =>
      app.log({ level, category, message, functionName: metadata.name, invocationId }),
  };
}

async function run(
  app: FunctionsApp,
  registered: RegisteredFunction,
  core: CoreInvocationContext,
): Promise<InvocationResponse> {
  const model = await app.programmingModel?.getInvocationModel(core);
  if (model === undefined) {
    throw new Error("The bundle has set no programming model.");
  }
  const { context, inputs } = await model.getArguments();
  const shared = { hookData: {}, appHookData: app.hookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: registered.callback };
  core.state = "preInvocationHooks";
  await runHooks(app, "preInvocation", before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  core.state = "invocation";
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error("The function threw no value.");
  }
  core.state = "postInvocationHooks";
  await runHooks(app, "postInvocation", after);
  delete core.state;
  if (after.error !== null && after.error !== undefined) {
    throw after.error;
  }
  return model.getResponse(context, after.result);
}
