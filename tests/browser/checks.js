({
  // Elements that make the whole page wider than its window; what scrolls in a box of its own does not.
  sideways() {
    const root = document.documentElement, wide = root.clientWidth;
    if (root.scrollWidth <= wide && document.body.scrollWidth <= wide) return [];
    const boxed = (one) => {
      for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible") return true;
      return false;
    };
    const end = (one) => Math.round(one.getBoundingClientRect().right + scrollX);
    const found = [...document.body.querySelectorAll("*")].filter((one) => end(one) > wide + 1 && !boxed(one))
      .map((one) => `${one.tagName} ${one.id}: to ${end(one)} of ${wide}: ${one.textContent.trim().slice(0, 60)}`);
    return found.length ? found : [`the page is ${root.scrollWidth} wide in a window of ${wide}`];
  },

  // Text in drawings, of which axe judges none, with a contrast below 4.5 to what lies behind it.
  faint() {
    const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const light = (colour) => {
      const [r, g, b] = numbers(colour).slice(0, 3).map((part) => linear(part / 255));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const solid = (colour) => colour.startsWith("rgb") && (numbers(colour)[3] ?? 1) >= 0.9;
    const ground = (text) => {
      const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
      let found = null;
      for (const rect of text.ownerSVGElement.querySelectorAll("rect")) {
        if (!(rect.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
        const at = rect.getBoundingClientRect(), style = getComputedStyle(rect);
        const behind = at.left <= x && x <= at.right && at.top <= y && y <= at.bottom;
        if (behind && solid(style.fill) && Number(style.opacity) === 1 && Number(style.fillOpacity) === 1) found = style.fill;
      }
      for (let up = text.ownerSVGElement; !found && up; up = up.parentElement) {
        if (solid(getComputedStyle(up).backgroundColor)) found = getComputedStyle(up).backgroundColor;
      }
      return found ?? "rgb(255, 255, 255)";
    };
    const found = [];
    for (const text of document.querySelectorAll("svg text")) {
      if (!text.textContent.trim() || !text.checkVisibility()) continue;
      const ink = getComputedStyle(text).fill, behind = ground(text);
      const [low, high] = [light(ink), light(behind)].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < 4.5) found.push(`${text.textContent.trim().slice(0, 40)}: ${ink} on ${behind}: ${contrast.toFixed(2)}`);
    }
    return found;
  },

  // Links inside of the page that lead nowhere, names that do not exist, and identities that are given twice.
  astray() {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id), known = new Set(ids);
    const found = ids.filter((one, place) => ids.indexOf(one) !== place).map((one) => `id ${one} is given twice`);
    for (const one of document.querySelectorAll("a[href^='#']")) {
      const target = one.getAttribute("href");
      if (!known.has(decodeURIComponent(target.slice(1)))) found.push(`${target} leads nowhere`);
    }
    for (const key of ["aria-labelledby", "aria-controls", "aria-describedby"]) {
      for (const one of document.querySelectorAll(`[${key}]`)) {
        for (const name of one.getAttribute(key).split(" ")) if (!known.has(name)) found.push(`${key} ${name} does not exist`);
      }
    }
    return found;
  },

  // Number everything that Tab should reach, start before it, and say how many there are.
  stops() {
    const all = [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")]
      .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
    all.forEach((one, place) => { one.dataset.stop = place; });
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return all.length;
  },

  // Where the focus is, and whether it can be seen: by an outline, or by any other look than without it.
  stop() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    let seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    if (!seen) {
      const look = () => [one, ...one.querySelectorAll("rect, path, circle")].map((part) => {
        const now = getComputedStyle(part);
        return [now.stroke, now.strokeWidth, now.boxShadow, now.borderColor, now.backgroundColor].join();
      }).join(";");
      const before = look();
      one.blur();
      seen = look() !== before;
      one.focus({focusVisible: true, preventScroll: true});
    }
    return {place: Number(one.dataset.stop ?? -1), seen, what: one.outerHTML.slice(0, 100)};
  },

  // How high the page is and how many words can be seen.
  extent() {
    const height = Math.max(document.documentElement.scrollHeight, document.body.scrollHeight);
    return [height, document.body.innerText.split(/\s+/).filter(Boolean).length];
  },
})
