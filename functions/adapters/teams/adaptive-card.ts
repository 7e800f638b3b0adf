/** The part of the Adaptive Card schema that our cards use: elements of 1.2 at most, which every Teams client draws. */

export interface TextBlock {
  readonly type: "TextBlock";
  /** Drawn as Markdown: whatever is not ours has to be escaped. */
  readonly text: string;
  readonly wrap: true;
  readonly size?: "Large";
  readonly weight?: "Bolder";
  readonly color?: "Attention" | "Good" | "Default";
  readonly isSubtle?: true;
}

export interface FactSet {
  readonly type: "FactSet";
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

interface Column {
  readonly type: "Column";
  readonly width: "stretch" | "auto";
  readonly items: readonly TextBlock[];
}

interface ColumnSet {
  readonly type: "ColumnSet";
  readonly columns: readonly Column[];
}

export interface Container {
  readonly type: "Container";
  readonly style: "attention" | "good" | "emphasis";
  readonly bleed: true;
  readonly items: readonly (TextBlock | ColumnSet)[];
}

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly version: "1.5";
  /** What a client shows that cannot draw the card; Markdown too. */
  readonly fallbackText: string;
  readonly body: readonly (TextBlock | FactSet | Container)[];
}

/** What a workflow "when a Teams webhook request is received" takes. */
export interface WorkflowMessage {
  readonly type: "message";
  /** Plain text: the line of a notification. */
  readonly summary: string;
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}
