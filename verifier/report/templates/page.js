"use strict";
(() => {
  const svg = document.querySelector(".graph svg");
  const panel = document.getElementById("panel");
  if (svg && panel) {
    const nodes = new Map([...svg.querySelectorAll(".node")].map((node) => [node.dataset.name, node]));
    const uses = new Map([...nodes].map(([name, node]) => [name, node.dataset.uses ? node.dataset.uses.split(" ") : []]));
    const users = new Map([...nodes.keys()].map((name) => [name, []]));
    for (const [name, used] of uses) for (const one of used) users.get(one).push(name);
    const empty = [...panel.childNodes].map((one) => one.cloneNode(true));
    let chosen = null;
    const reach = (start, steps) => {
      const found = new Set(), todo = [start];
      while (todo.length) for (const one of steps.get(todo.pop())) if (!found.has(one)) { found.add(one); todo.push(one); }
      return found;
    };
    const links = (title, names) => {
      const line = document.createElement("p");
      line.style.margin = "0";
      line.append(`${title} (${names.length}): `);
      names.forEach((name, place) => {
        const link = document.createElement("a");
        link.href = `#${name}`;
        link.textContent = nodes.get(name).dataset.title;
        line.append(place ? ", " : "", link);
      });
      if (!names.length) line.append("nothing");
      return line;
    };
    const choose = (name) => {
      chosen = name;
      const below = name ? reach(name, uses) : new Set(), above = name ? reach(name, users) : new Set();
      svg.firstElementChild.parentNode.querySelector(".picture").classList.toggle("focused", Boolean(name));
      for (const [one, node] of nodes) {
        node.classList.toggle("below", below.has(one));
        node.classList.toggle("above", above.has(one));
        node.classList.toggle("chosen", one === name);
        node.setAttribute("aria-pressed", String(one === name));
      }
      for (const edge of svg.querySelectorAll(".edge")) {
        const { used, user } = edge.dataset;
        edge.classList.toggle("below", below.has(used) && (below.has(user) || user === name));
        edge.classList.toggle("above", above.has(user) && (above.has(used) || used === name));
      }
      if (!name) { panel.replaceChildren(...empty.map((one) => one.cloneNode(true))); return; }
      const title = document.createElement("p");
      title.style.margin = "0";
      const link = document.createElement("a");
      link.href = `#${name}`;
      link.textContent = nodes.get(name).dataset.title;
      const strong = document.createElement("strong");
      strong.append(link);
      title.append(strong, `: ${nodes.get(name).dataset.verdict} with all it rests on`);
      const rests = [...below].filter((one) => !uses.get(name).includes(one)).length;
      const lines = [title, links("Uses", uses.get(name)), links("Used by", users.get(name))];
      if (rests) { const more = document.createElement("p"); more.style.margin = "0"; more.append(`and rests on ${rests} more`); lines.push(more); }
      panel.replaceChildren(...lines);
    };
    for (const [name, node] of nodes) {
      node.setAttribute("role", "button");
      node.setAttribute("aria-pressed", "false");
      node.addEventListener("click", (event) => { event.preventDefault(); choose(chosen === name ? null : name); });
      node.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); choose(chosen === name ? null : name); } });
    }
    svg.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
    svg.addEventListener("click", (event) => { if (!event.target.closest(".node")) choose(null); });
  }
  const packed = document.getElementById("packed");
  let texts = null;
  const unpack = () => {
    const bytes = Uint8Array.from(atob(packed.textContent), (one) => one.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  };
  document.addEventListener("toggle", async (event) => {
    const one = event.target;
    if (!packed || !one.open || !one.dataset.place || !("DecompressionStream" in window)) return;
    texts ??= unpack();
    one.querySelector("pre").textContent = (await texts)[Number(one.dataset.place)];
    delete one.dataset.place;
  }, true);
  for (const button of document.querySelectorAll("[data-fold]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const one of document.querySelectorAll("details.group")) one.open = button.dataset.fold === "open";
    });
  }
  const reachable = () => {
    for (const one of document.querySelectorAll(".statement, .formula")) {
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0; else one.removeAttribute("tabindex");
    }
  };
  reachable();
  addEventListener("resize", reachable);
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
