/**
 * The tables that Application Insights fills in a workspace: the columns that the queries use, as Azure Monitor's
 * reference gives them (learn.microsoft.com/azure/azure-monitor/reference/tables/apptraces and its neighbours).
 */
export const TABLES: ReadonlyMap<string, string> = new Map([
  [
    "AppTraces",
    "(TimeGenerated: datetime, Message: string, SeverityLevel: int, OperationName: string, ItemCount: int)",
  ],
  [
    "AppRequests",
    "(TimeGenerated: datetime, Success: bool, ResultCode: string, DurationMs: real, OperationName: string, ItemCount: int)",
  ],
  [
    "AppExceptions",
    "(TimeGenerated: datetime, ExceptionType: string, OuterMessage: string, OperationName: string, ItemCount: int)",
  ],
]);

/** What Azure Monitor refuses or advises against in the query of an alert. */
export const NOT_IN_ALERTS: readonly string[] = [
  "union",
  "search",
  "take",
  "limit",
  "bag_unpack",
  "pivot",
  "narrow",
];
