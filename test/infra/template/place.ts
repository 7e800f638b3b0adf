/** Where something stands in the templates, and to what a deployment of it goes. */

export interface Place {
  readonly file: string;
  readonly line: number;
  /** The symbols of the modules that lead here from the main template. */
  readonly path: readonly string[];
  /** The id of the subscription or resource group that the template is deployed to. */
  readonly scope: string;
}

export const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
