(function () {
  "use strict";
  const curves = JSON.parse(document.getElementById("curves").textContent);
  const root = document.documentElement;
  /** Before printing the page still has the screen's width. */
  const PAPER_WIDTH = 670;
  const HALF_PAPER_WIDTH = 320;
  const state = {
    axis: curves.epochs.x.length > 5 || !curves.steps ? "epoch" : "step",
    scale: curves.logarithmic ? "logarithmic" : "linear",
  };
  let charts = [];

  function colour(name) {
    return getComputedStyle(root).getPropertyValue("--" + name).trim();
  }

  function exponent(text) {
    return text.replace("e+", "e");
  }

  /** A value as the rest of the page writes it: about four figures. */
  function figure(value) {
    const size = Math.abs(value);
    if (value !== 0 && (size < 0.001 || size >= 1e7)) return exponent(value.toExponential(2));
    return size < 10 ? value.toFixed(4) : size < 100 ? value.toFixed(3) : size < 1000 ? value.toFixed(2) : Math.round(value).toLocaleString("en");
  }

  /** A learning rate: no more figures than it needs. */
  function setting(value) {
    const short = Number(value.toPrecision(4));
    return short !== 0 && Math.abs(short) < 0.001 ? exponent(short.toExponential()) : String(short);
  }

  function whole(value) {
    return value.toLocaleString("en");
  }

  function mark(value) {
    if (value == null) return "";
    const short = Number(value.toPrecision(6));
    const size = Math.abs(short);
    if (size !== 0 && (size < 0.001 || size >= 1e9)) return exponent(short.toExponential());
    return size >= 1e6 ? short / 1e6 + "M" : size >= 1e4 ? short / 1e3 + "k" : String(short);
  }

  function lastOf(values) {
    for (let i = values.length - 1; i >= 0; i--) if (values[i] != null) return values[i];
    return null;
  }

  /** The value under the cursor, or the last one where there is no cursor; for what is not measured each time, the last there is. */
  function shown(format) {
    return function (plot, value, series, index) {
      const values = plot.data[series];
      const end = plot.series[series].spanGaps ? lastOf(values) : values[values.length - 1];
      const there = index == null ? end : value;
      return there == null ? "–" : format(there);
    };
  }

  function line(label, tint, format, more) {
    return Object.assign({ label: label, stroke: colour(tint), width: 2, value: shown(format), points: { size: 6 }, pxAlign: 0 }, more);
  }

  function axis(more) {
    return Object.assign({
      stroke: colour("soft"),
      font: "12px " + getComputedStyle(document.body).fontFamily,
      grid: { stroke: colour("line"), width: 1 },
      ticks: { show: false },
      values: (plot, values) => values.map(mark),
    }, more);
  }

  /** Powers of ten, each second or third where there are many, with their multiples of 2 and 5 where there are few. */
  function decades(plot, axis, low, high) {
    const first = Math.floor(Math.log10(low));
    const last = Math.ceil(Math.log10(high));
    const digits = 3 * Math.log10(high / low) <= 7 ? [1, 2, 5] : [1];
    const marks = [];
    for (let power = first; power <= last; power += Math.ceil((last - first) / 8)) {
      digits.forEach(digit => marks.push(Number(digit + "e" + power)));
    }
    return marks.filter(value => value >= low && value <= high);
  }

  /** A linear axis keeps to the data, and starts at 0 where that is near. */
  function range(plot, low, high) {
    if (low == null) return [0, 1];
    if (low >= 0 && low < 0.4 * high) return [0, 1.03 * high];
    const margin = high > low ? 0.06 * (high - low) : 0.1 * (Math.abs(high) || 10);
    return [low - margin, high + margin];
  }

  function logarithmicRange(plot, low, high) {
    if (low == null) return [0.1, 1];
    const margin = Math.max(1.05, Math.pow(high / low, 0.03));
    return [low / margin, high * margin];
  }

  const LINEAR = { x: { time: false }, y: { range: range } };
  const LOGARITHMIC = { x: { time: false }, y: { distr: 3, range: logarithmicRange } };

  /** Epochs and steps are whole. */
  function acrossAxis() {
    const steps = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap(power => [power, 2 * power, 5 * power]);
    return axis({ grid: { show: false }, incrs: steps, space: 48, size: 28 });
  }

  function options(unit, series, more) {
    return Object.assign({
      padding: [8, 16, 0, 0],
      scales: LINEAR,
      cursor: { y: false, points: { size: 7 }, sync: { key: unit, setSeries: false, scales: ["x", null] } },
      legend: { markers: { width: 2 } },
      series: [{ label: unit, value: shown(whole) }].concat(series),
      axes: [
        acrossAxis(),
        axis({ size: 54, gap: 6, space: 34 }),
      ],
    }, more);
  }

  function trainingAndValidation(columns, format) {
    const series = [];
    const data = [];
    if (columns.training) {
      series.push(line("training", "training", format));
      data.push(columns.training);
    }
    if (columns.validation) {
      series.push(line("validation", "validation", format, { spanGaps: true }));
      data.push(columns.validation);
    }
    return { series: series, data: data };
  }

  function positive(columns) {
    return ["training", "validation", "low"].every(name => (columns[name] || []).every(value => value == null || value > 0));
  }

  function loss() {
    const columns = state.axis === "step" ? curves.steps : curves.epochs;
    const drawn = trainingAndValidation(columns, figure);
    const logarithmic = state.scale === "logarithmic" && positive(columns);
    const more = { scales: logarithmic ? LOGARITHMIC : LINEAR };
    if (logarithmic) more.axes = [acrossAxis(), axis({ size: 54, gap: 6, splits: decades, filter: (plot, marks) => marks })];
    if (columns.low) {
      const edge = { stroke: "transparent", width: 0, points: { show: false }, class: "hush", label: "" };
      drawn.series.push(Object.assign({}, edge), Object.assign({}, edge));
      drawn.data.push(columns.low, columns.high);
      more.bands = [{ series: [3, 2], fill: colour("band") }];
    }
    return { options: options(state.axis, drawn.series, more), data: [columns.x].concat(drawn.data) };
  }

  function metric(name) {
    const drawn = trainingAndValidation(curves.metrics.find(each => each.name === name), figure);
    return { options: options("epoch", drawn.series), data: [curves.epochs.x].concat(drawn.data) };
  }

  function learningRate() {
    const unit = curves.steps ? "step" : "epoch";
    const columns = curves.steps || curves.epochs;
    return { options: options(unit, [line("lr", "training", setting)]), data: [columns.x, columns.lr] };
  }

  function content(place) {
    switch (place.dataset.chart) {
      case "loss": return loss();
      case "metric": return metric(place.dataset.name);
      default: return learningRate();
    }
  }

  function width(place) {
    if (!root.classList.contains("printing")) return place.clientWidth;
    return place.closest(".charts > :not(:last-child:nth-child(odd))") ? HALF_PAPER_WIDTH : PAPER_WIDTH;
  }

  /** The plot gets what the legend leaves, so that the page never moves. */
  function fit(chart) {
    const legend = chart.plot.root.querySelector(".u-legend");
    chart.plot.setSize({ width: width(chart.place), height: chart.place.clientHeight - legend.offsetHeight - 6 });
  }

  function draw(place) {
    const made = content(place);
    place.replaceChildren();
    const plot = new uPlot(Object.assign(made.options, { width: width(place), height: place.clientHeight }), made.data, place);
    const chart = { place: place, plot: plot };
    fit(chart);
    return chart;
  }

  function drawAll() {
    charts.forEach(chart => chart.plot.destroy());
    charts = Array.from(document.querySelectorAll("[data-chart]"), draw);
  }

  function redraw(kind) {
    charts = charts.map(chart => {
      if (chart.place.dataset.chart !== kind) return chart;
      chart.plot.destroy();
      return draw(chart.place);
    });
  }

  function showChoices() {
    document.querySelectorAll("[data-choice]").forEach(group => {
      const name = group.dataset.choice;
      const columns = state.axis === "step" ? curves.steps : curves.epochs;
      group.hidden = name === "scale" && !positive(columns);
      group.querySelectorAll("button").forEach(button => button.setAttribute("aria-pressed", button.value === state[name]));
    });
  }

  document.querySelectorAll("[data-choice]").forEach(group => group.addEventListener("click", event => {
    if (event.target.value === undefined) return;
    state[group.dataset.choice] = event.target.value;
    showChoices();
    redraw("loss");
  }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("beforeprint", () => { root.classList.add("printing"); drawAll(); });
  addEventListener("afterprint", () => { root.classList.remove("printing"); drawAll(); });
  new ResizeObserver(() => charts.forEach(fit)).observe(document.querySelector("main"));
  showChoices();
  drawAll();
})();
