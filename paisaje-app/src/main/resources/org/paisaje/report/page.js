"use strict";
(() => {
  if (window.katex) {
    for (const element of document.querySelectorAll(".tex")) {
      katex.render(element.textContent, element, { displayMode: element.tagName === "DIV", throwOnError: true });
    }
  }

  for (const box of document.querySelectorAll(".command")) {
    const button = box.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = box.querySelector("pre");
      const range = document.createRange();
      range.selectNodeContents(text);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      // A page that is opened from disk has no clipboard in some browsers; then the selection is what there is.
      const done = () => { button.textContent = "copied"; };
      navigator.clipboard?.writeText(text.textContent).then(done, () => {
        if (document.execCommand("copy")) done();
      }) ?? (document.execCommand("copy") && done());
    });
  }

  const tip = document.getElementById("tip");
  const short = (value) => {
    const magnitude = Math.abs(value);
    return value !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)
      ? value.toExponential(3)
      : String(Number(value.toPrecision(5)));
  };
  const pixel = (axis, value) => {
    const share = axis.log
      ? Math.log(value / axis.low) / Math.log(axis.high / axis.low)
      : (value - axis.low) / (axis.high - axis.low);
    return axis.from + share * (axis.to - axis.from);
  };

  const nearest = (plot, x, y) => {
    let best = null;
    let least = 30 * 30;
    for (const series of plot.series) {
      const ys = series.y ?? series.high;
      for (let i = 0; i < series.x.length; i++) {
        const dx = pixel(plot.x, series.x[i]) - x;
        const dy = pixel(plot.y, ys[i]) - y;
        if (dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          best = { series, i };
        }
      }
    }
    return best;
  };

  const describe = (plot, { series, i }) => {
    const lines = [];
    if (series.name) {
      lines.push(series.name);
    }
    lines.push(`${plot.x.name}: ${short(series.x[i])}`);
    if (series.y) {
      lines.push(`${plot.y.name}: ${short(series.y[i])}`);
    }
    if (series.low) {
      lines.push(`between ${short(series.low[i])} and ${short(series.high[i])}`);
    }
    if (series.dx) {
      lines.push(`direction: (${short(series.dx[i])}, ${short(series.dy[i])})`);
    }
    return lines.join("\n");
  };

  for (const chart of document.querySelectorAll(".chart[data-plot]")) {
    const plot = JSON.parse(chart.dataset.plot);
    const svg = chart.ownerSVGElement;
    svg.addEventListener("mousemove", (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
      const found = nearest(plot, at.x, at.y);
      const inside = chart.getBoundingClientRect();
      const over =
        event.clientX >= inside.left && event.clientX <= inside.right &&
        event.clientY >= inside.top && event.clientY <= inside.bottom;
      if (!over) {
        return;
      }
      tip.hidden = !found;
      if (found) {
        tip.textContent = describe(plot, found);
        const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
        tip.style.left = `${left}px`;
        tip.style.top = `${Math.max(4, event.clientY - tip.offsetHeight - 10)}px`;
      }
    });
    svg.addEventListener("mouseleave", () => { tip.hidden = true; });
  }

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const csv = (plots) => {
    const columns = ["x", "y", "low", "high", "dx", "dy"];
    const rows = [["chart", "series", ...columns].join(",")];
    for (const plot of plots) {
      for (const series of plot.series) {
        for (let i = 0; i < series.x.length; i++) {
          const cells = columns.map((name) => (series[name] ? series[name][i] : ""));
          rows.push([quoted(plot.id), quoted(series.name), ...cells].join(","));
        }
      }
    }
    return rows.join("\n") + "\n";
  };
  const standalone = (svg) => {
    const copy = svg.cloneNode(true);
    const properties = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "fill-opacity", "font-family", "font-size", "font-weight"];
    const from = svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((element, i) => {
      const style = getComputedStyle(from[i]);
      for (const property of properties) {
        element.setAttribute(property, style.getPropertyValue(property));
      }
      element.removeAttribute("class");
      element.removeAttribute("data-plot");
      element.removeAttribute("data-surface");
    });
    return new XMLSerializer().serializeToString(copy);
  };

  for (const figure of document.querySelectorAll(".fig.for-wide")) {
    const tools = document.createElement("div");
    tools.className = "tools";
    const button = (label, action) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", action);
      tools.append(made);
    };
    const name = figure.dataset.name;
    const plots = [...figure.querySelectorAll(".chart")].map((chart) => JSON.parse(chart.dataset.plot));
    const svg = figure.querySelector("svg");
    button("save picture (SVG)", () => save(`${name}.svg`, "image/svg+xml", standalone(svg)));
    if (plots.length > 0) {
      button("save data (CSV)", () => save(`${name}.csv`, "text/csv", csv(plots)));
    }
    figure.append(tools);
  }

  // The projection is that of SurfaceDrawing.
  for (const group of document.querySelectorAll("[data-surface]")) {
    const s = JSON.parse(group.dataset.surface);
    const svg = group.ownerSVGElement;
    const rows = s.z.length;
    const columns = s.z[0].length;
    const at = (u, v, w) => {
      const x = Math.cos(s.turned) * u - Math.sin(s.turned) * v;
      const depth = Math.sin(s.turned) * u + Math.cos(s.turned) * v;
      const y = Math.sin(s.raised) * depth + Math.cos(s.raised) * s.tall * w;
      return [s.width / 2 + s.unit * x, s.base * s.height - s.unit * y, depth];
    };
    const along = (j) => (2 * j) / (columns - 1) - 1;
    const across = (i) => (2 * i) / (rows - 1) - 1;
    const path = (points, close) =>
      "M" + points.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("L") + (close ? "Z" : "");
    const cells = group.querySelector(".cells");
    const faces = [...cells.children].map((element) => {
      const [i, j] = element.dataset.cell.split(" ").map(Number);
      element.removeAttribute("data-cell");
      return { element, i, j };
    });
    const placed = [...group.querySelectorAll("[data-at]")].map((element) => {
      const points = JSON.parse(element.dataset.at);
      element.removeAttribute("data-at");
      return { element, points };
    });
    const redraw = () => {
      const corner = (i, j) => at(along(j), across(i), s.z[i][j]);
      for (const face of faces) {
        face.depth = at(along(face.j + 0.5), across(face.i + 0.5), 0)[2];
      }
      faces.sort((a, b) => b.depth - a.depth);
      for (const { element, i, j } of faces) {
        element.setAttribute("d", path([corner(i, j), corner(i, j + 1), corner(i + 1, j + 1), corner(i + 1, j)], true));
        cells.append(element);
      }
      for (const { element, points } of placed) {
        const pixels = points.map((p) => at(...p));
        if (element.tagName === "path") {
          element.setAttribute("d", path(pixels, element.classList.contains("frame") && points.length > 2));
        } else {
          const circle = element.tagName === "circle";
          const half = Number(element.dataset.half ?? 0);
          const x = Math.min(s.width - half, Math.max(half, pixels[0][0]));
          element.setAttribute(circle ? "cx" : "x", x.toFixed(1));
          element.setAttribute(circle ? "cy" : "y", pixels[0][1].toFixed(1));
        }
      }
    };
    const turn = (dx, dy) => {
      s.turned += dx;
      s.raised = Math.min(1.5, Math.max(0.05, s.raised + dy));
      redraw();
    };
    let from = null;
    svg.style.cursor = "grab";
    svg.style.touchAction = "pan-y";
    svg.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY];
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => {
      if (from) {
        turn((event.clientX - from[0]) * 0.01, (event.clientY - from[1]) * 0.006);
        from = [event.clientX, event.clientY];
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, () => { from = null; });
    }
    group.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.06], ArrowDown: [0, 0.06] }[event.key];
      if (step) {
        turn(...step);
        event.preventDefault();
      }
    });
  }

  // A slider says where it stands and plays from there, or from its start if it stands at its end.
  const slide = (input, show) => {
    const output = input.parentElement.querySelector("output");
    const button = input.parentElement.querySelector("button");
    const values = input.dataset.values.split("|");
    let timer = 0;
    const moved = () => {
      output.textContent = values[input.valueAsNumber];
      show();
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      button.textContent = "play";
    };
    input.addEventListener("input", moved);
    button.addEventListener("click", () => {
      if (timer) {
        stop();
        return;
      }
      if (input.value === input.max) {
        input.value = 0;
      }
      moved();
      button.textContent = "stop";
      timer = setInterval(() => {
        input.valueAsNumber += 1;
        moved();
        if (input.value === input.max) {
          stop();
        }
      }, 450);
    });
    moved();
  };
  for (const frames of document.querySelectorAll(".frames")) {
    const items = frames.querySelectorAll(".frame-item");
    const input = frames.querySelector("input");
    slide(input, () => items.forEach((item, i) => { item.hidden = i !== input.valueAsNumber; }));
  }
  for (const cube of document.querySelectorAll(".cube")) {
    const items = cube.querySelectorAll(".cube-item");
    const inputs = [...cube.querySelectorAll("input")];
    const across = Number(inputs[1].max) + 1;
    const shown = () => {
      const item = items[inputs[0].valueAsNumber * across + inputs[1].valueAsNumber];
      return item.dataset.as ? items[item.dataset.as] : item;
    };
    inputs.forEach((input) => slide(input, () => items.forEach((item) => { item.hidden = item !== shown(); })));
    const tools = document.createElement("div");
    tools.className = "tools";
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = "save picture (SVG)";
    made.addEventListener("click", () =>
      save(`${cube.dataset.name}.svg`, "image/svg+xml", standalone(shown().querySelector("svg"))));
    tools.append(made);
    cube.append(tools);
  }
  // In print everything is unfolded.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      details.dataset.folded = "yes";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-folded]")) {
      details.open = false;
      delete details.dataset.folded;
    }
  });
  document.documentElement.dataset.ready = "yes";
})();
