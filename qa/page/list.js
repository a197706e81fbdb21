// The list of sources: choose, search, bring own files and remove them; and finding words in the
// source that is open. Uses what page.js offers.
(() => {
  "use strict";
  const { announce, call, shelf, warn } = sourcesay;
  const byId = (id) => document.getElementById(id);
  const uploads = []; // what became of each file that was brought: {name, said, failed}

  // The list as the server has it now; focus, place and search stay where they were.
  function show(markup) {
    const focused = document.activeElement;
    const inside = byId("source-list").contains(focused);
    const { choice, choose } = focused?.dataset || {};
    const scrolled = byId("list-pane").scrollTop;
    const sought = byId("search").value;
    byId("source-list").outerHTML = markup;
    showUploads();
    if (sought) {
      byId("search").value = sought;
      search(sought);
    }
    byId("list-pane").scrollTop = scrolled;
    if (!inside) return;
    const again = choice ? `[data-choice="${CSS.escape(choice)}"]` : `[data-choose="${choose}"]`;
    (document.querySelector(again) || byId(focused.id || "search"))?.focus({ preventScroll: true });
  }

  async function change(name, ...data) {
    try {
      show(await call(name, ...data));
      tabs.postMessage("changed");
      announce(byId("asked").textContent);
    } catch (error) {
      warn(error.message);
      if (name !== "choose") return;
      const box = document.querySelector(`.choose[data-choice="${CSS.escape(data[0])}"]`);
      if (box) box.checked = !data[1]; // as it was
    }
  }

  // The tabs of one browser share the session: what one of them changes is listed in all.
  const tabs = new BroadcastChannel("sourcesay");
  tabs.addEventListener("message", () => byId("source-list") && refresh());

  async function refresh() {
    try {
      show(await call("list_sources"));
    } catch (error) {
      warn(error.message);
    }
  }

  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.matches?.(".choose")) change("choose", target.dataset.choice, target.checked);
    if (event.target.id === "files") bring(event.target.files);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.choose) change("choose", null, button.dataset.choose === "all");
    if (button?.dataset.remove) change("remove", button.dataset.remove);
  });

  // Own files, one after the other.
  function showUploads() {
    const list = byId("uploads");
    if (!list) return;
    list.replaceChildren(...uploads.map(({ name, said, failed }) => {
      const item = document.createElement("li");
      item.classList.toggle("failed", Boolean(failed));
      item.textContent = `${name}: ${said}`;
      return item;
    }));
  }

  async function bring(files) {
    uploads.splice(0, uploads.length, ...uploads.filter((each) => !each.done));
    const waiting = [...files].map((file) => ({ file, name: file.name, said: "waiting" }));
    uploads.push(...waiting);
    showUploads();
    for (const upload of waiting) {
      await send(upload);
      upload.done = true;
      announce(`${upload.name}: ${upload.said}`);
      await refresh();
      tabs.postMessage("changed");
    }
  }

  async function send(upload) {
    const say = (said, failed = false) => {
      Object.assign(upload, { said, failed });
      showUploads();
    };
    say("sending");
    const where = new URLSearchParams({ name: upload.name });
    const headers = { "X-Shelf": shelf() };
    try {
      const response = await fetch(`own?${where}`, { method: "PUT", headers, body: upload.file });
      if (!response.ok) {
        const answer = await response.json().catch(() => ({}));
        say(`not added: ${answer.refused || "the server did not take it"}`, true);
        return;
      }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) tell(JSON.parse(line), say);
      }
    } catch {
      say("not added: the connection broke off, or the file is too large", true);
    }
  }

  function tell(step, say) {
    if (step.refused) say(`not added: ${step.refused}`, true);
    else if (step.document) say("added, questions are asked of it now");
    else if (step.total) say(`indexing, ${Math.floor((100 * step.done) / step.total)} %`);
    else say(step.waiting ? "waiting for other files" : "reading");
  }

  // Files may be dropped anywhere on the page.
  const carriesFiles = (event) => byId("bring") && event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    byId("sources").classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) byId("sources").classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    byId("sources").classList.remove("dropping", "reading");
    bring(event.dataTransfer.files);
  });

  // Searching all sources, and finding words in the open one.
  let typed;
  async function search(text) {
    const list = document.querySelector("#source-list > ol");
    const wanted = text.trim();
    list.hidden = Boolean(wanted);
    let markup = "";
    try {
      markup = wanted ? await call("search", wanted) : "";
    } catch (error) {
      list.hidden = false;
      warn(error.message);
    }
    if (byId("search")?.value.trim() !== wanted) return;
    byId("matches").innerHTML = markup;
    announce(document.querySelector("#matches > p")?.textContent);
  }

  const found = { text: "", ranges: [], at: -1 };
  function find(text, step) {
    const article = document.querySelector(".article-text");
    if (!article) return;
    if (text !== found.text || !found.ranges[0]?.startContainer.isConnected) {
      Object.assign(found, { text, ranges: text ? places(article, text) : [], at: -1 });
    }
    const { ranges } = found;
    found.at = ranges.length ? (found.at + step + ranges.length) % ranges.length : -1;
    const said = ranges.length ? `${found.at + 1} of ${ranges.length}` : "Not in this source";
    byId("found").textContent = text ? said : "";
    if (window.CSS?.highlights) {
      CSS.highlights.set("found", new Highlight(...ranges));
      CSS.highlights.set("found-here", new Highlight(...ranges.slice(found.at, found.at + 1)));
    }
    const here = ranges[found.at];
    if (here) scrollTo(here);
  }

  function scrollTo(range) {
    const pane = document.querySelector(".article-scroll");
    const top = range.getBoundingClientRect().top;
    const inside = pane.scrollHeight > pane.clientHeight;
    const box = inside ? pane.getBoundingClientRect() : { top: 0, height: innerHeight };
    (inside ? pane : window).scrollBy({ top: top - box.top - box.height / 3, behavior: "auto" });
  }

  function places(article, text) {
    const nodes = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    let whole = "";
    while (walker.nextNode()) {
      nodes.push([whole.length, walker.currentNode]);
      whole += walker.currentNode.data;
    }
    const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
    const at = (place) => {
      const [start, node] = nodes.findLast(([first]) => first <= place);
      return [node, place - start];
    };
    return [...whole.matchAll(pattern)].slice(0, 1000).map((match) => {
      const range = document.createRange();
      range.setStart(...at(match.index));
      range.setEnd(...at(match.index + match[0].length));
      return range;
    });
  }

  document.addEventListener("input", (event) => {
    const { id, value } = event.target;
    clearTimeout(typed);
    if (id === "search") typed = setTimeout(() => search(value), 250);
    if (id === "find") typed = setTimeout(() => find(value.trim(), 1), 150);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches?.(".find")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find" || event.key !== "Enter") return;
    event.preventDefault();
    find(event.target.value.trim(), event.shiftKey ? -1 : 1);
  });
})();
