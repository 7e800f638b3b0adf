/** The page's few drawings, inline because it asks nobody for anything. */

const svg = (paths: string): string =>
  `<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const icon = {
  /** A line that breaks off and comes back. */
  mark: svg(
    '<path d="M1.5 10h4l2-4.5"/><path d="M11.5 14.5l2-4.5h5"/><circle cx="9.5" cy="10" r=".6" fill="currentColor"/>',
  ),
  workflow: svg(
    '<rect x="3" y="3.5" width="5.5" height="5.5" rx="1.4"/><rect x="11.5" y="11" width="5.5" height="5.5" rx="1.4"/><path d="M5.75 9v2.5a2.25 2.25 0 0 0 2.25 2.25h3.5"/>',
  ),
  phone: svg('<rect x="5.5" y="2.5" width="9" height="15" rx="2.2"/><path d="M9 15h2"/>'),
  person: svg('<path d="M2.5 10h4l1.8-4 3.4 8 1.8-4h4"/>'),
  teams: svg(
    '<path d="M3 5.5A2 2 0 0 1 5 3.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-4 3.2v-3.2a2 2 0 0 1-2-2z"/>',
  ),
};

/** The tab's icon, as a data address. */
export const favicon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="#4f52b2"/><path d="M3.5 10h3.2l1.6-3.8M11.7 13.8l1.6-3.8h3.2" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`;
