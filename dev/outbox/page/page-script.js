// Keeps the outbox page live: adds what the event stream brings, follows the newest, counts what nobody has looked at yet.
// Markup arrives escaped from the server, and the page's security policy runs no other script than this one.

const root = document.documentElement;
const title = document.title;
const mostArticles = 500;
let unseen = 0;

const byId = (id) => document.getElementById(id);
const laneOf = (element) => element.closest(".lane");
const threads = () => [...document.querySelectorAll(".thread")];
const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 40;
const toEnd = (box) => {
  box.scrollTop = box.scrollHeight;
};

function elementOf(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content.firstElementChild;
}

function threadOf({ lane, thread, frame }) {
  const known = threads().find((box) => box.dataset.thread === thread && laneOf(box).id === lane);
  if (known) return known;
  const made = elementOf(frame);
  byId(lane).querySelector(".pane").append(made);
  return made.querySelector(".thread");
}

function add(view) {
  const box = threadOf(view);
  const following = atEnd(box);
  const article = elementOf(view.markup);
  article.classList.add("fresh");
  box.append(article);
  if (box.childElementCount > mostArticles) box.firstElementChild.remove();
  const lane = laneOf(box);
  const number = lane.querySelector(".number");
  number.textContent = String(Number(number.textContent) + 1);
  if (following) toEnd(box);
  const jump = lane.querySelector(".jump");
  if (jump && !following) jump.hidden = false;
  const pane = box.closest(".phones");
  if (pane && !pane.contains(document.activeElement))
    box.closest(".phone").scrollIntoView({ block: "nearest" });
  countUnseen(lane.id);
}

function countUnseen(lane) {
  if (document.hidden) {
    unseen += 1;
    document.title = `(${unseen}) ${title}`;
  }
  const tab = document.querySelector(`[data-shows="${lane}"]`);
  if (tab.getAttribute("aria-pressed") === "true") return;
  const badge = tab.querySelector(".badge");
  badge.textContent = String(Number(badge.textContent) + 1);
  badge.hidden = false;
}

function show(lane) {
  root.dataset.lane = lane;
  for (const tab of document.querySelectorAll("[data-shows]")) {
    const chosen = tab.dataset.shows === lane;
    tab.setAttribute("aria-pressed", String(chosen));
    if (!chosen) continue;
    tab.querySelector(".badge").textContent = "";
    tab.querySelector(".badge").hidden = true;
  }
  for (const box of threads()) if (laneOf(box).id === lane) toEnd(box);
}

function empty(generation) {
  root.dataset.generation = generation;
  byId("teams").querySelector(".thread").replaceChildren();
  byId("phones").querySelector(".pane").replaceChildren();
  for (const number of document.querySelectorAll(".number")) number.textContent = "0";
  for (const badge of document.querySelectorAll(".badge")) {
    badge.textContent = "";
    badge.hidden = true;
  }
  for (const jump of document.querySelectorAll(".jump")) jump.hidden = true;
  document.querySelector(".older")?.remove();
}

function tell(state, words) {
  byId("live").dataset.state = state;
  byId("live-word").textContent = words;
}

const events = new EventSource(`/events?after=${root.dataset.seq}`);
events.addEventListener("hello", ({ data }) => {
  // Another generation: the outbox was restarted or cleared while nobody listened, so what is shown is not its log.
  if (JSON.parse(data).generation === root.dataset.generation) tell("live", "Live");
  else location.reload();
});
events.addEventListener("message", ({ data }) => add(JSON.parse(data)));
events.addEventListener("cleared", ({ data }) => empty(JSON.parse(data).generation));
events.addEventListener("error", () => tell("lost", "Reconnecting"));

byId("clear").addEventListener("click", () => {
  fetch("/messages", { method: "DELETE" }).catch(() => tell("lost", "Reconnecting"));
});
for (const tab of document.querySelectorAll("[data-shows]"))
  tab.addEventListener("click", () => show(tab.dataset.shows));
for (const jump of document.querySelectorAll(".jump")) {
  const box = laneOf(jump).querySelector(".thread");
  jump.addEventListener("click", () => toEnd(box));
  box.addEventListener("scroll", () => {
    if (atEnd(box)) jump.hidden = true;
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});
show("teams");
for (const box of threads()) toEnd(box);
