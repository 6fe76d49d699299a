/// How the drift page looks, on light and dark screens and on paper.
enum DriftPageStyle {
    static let css = """
        :root {
          --paper: #fbfbfa; --card: #ffffff; --ink: #1d2126; --faint: #667079; --line: #e3e6e8; --hover: #f3f5f6;
          --open: #d9480f; --healed: #2b8a3e; --gone: #868e96; --committed: #1c7ed6; --acted: #1d2126;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14171a; --card: #1b1f23; --ink: #e6e9eb; --faint: #98a2ab; --line: #2e3439; --hover: #23282d;
            --open: #ff922b; --healed: #51cf66; --gone: #868e96; --committed: #4dabf7; --acted: #e6e9eb;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 32px; }
        h1 { margin: 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
        h1.bad { color: var(--open); } h1.good { color: var(--healed); }
        header p { margin: 6px 0 0; color: var(--faint); }
        h2 { margin: 0 0 12px; font-size: 17px; }
        h2 small { margin-left: 4px; padding: 1px 8px; border-radius: 9px; background: var(--hover); color: var(--faint);
          font-size: 12px; font-weight: 600; }
        section { margin-top: 28px; padding: 20px; border: 1px solid var(--line); border-radius: 10px;
          background: var(--card); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px;
          margin: 24px 0 0; padding: 0; list-style: none; }
        .tiles li { padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
        .tiles b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tiles span { color: var(--faint); font-size: 13px; }
        .tiles .bad b { color: var(--open); } .tiles .good b { color: var(--healed); }
        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); color: var(--faint); font-size: 12px;
          font-weight: 600; text-align: left; white-space: nowrap; }
        td { padding: 9px 16px 9px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        tr:last-child td { border-bottom: 0; }
        td time, td:nth-child(7) { white-space: nowrap; font-variant-numeric: tabular-nums; }
        td small { display: block; margin-top: 2px; color: var(--faint); font-size: 12px; white-space: nowrap; }
        code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          overflow-wrap: break-word; }
        td code { display: inline-block; max-width: 260px; }
        .none { color: var(--faint); }
        .nothing, .note { margin: 0; color: var(--faint); }
        .note { margin-top: 12px; }
        .chip { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 9px;
          font-size: 12px; line-height: 18px; }
        .chip.open { color: var(--open); } .chip.healed { color: var(--healed); }
        .chip.gone { color: var(--gone); } .chip.committed { color: var(--committed); }
        .legend { margin: -4px 0 8px; color: var(--faint); font-size: 13px; }
        .legend span { margin-right: 18px; white-space: nowrap; }
        .legend i { display: inline-block; width: 18px; height: 10px; margin-right: 6px; border-radius: 3px; }
        .legend .open { background: var(--open); } .legend .healed { background: var(--healed); }
        .legend .gone { background: var(--gone); } .legend .committed { background: var(--committed); }
        .legend .acted { width: 2px; height: 14px; border-radius: 0; background: var(--acted); vertical-align: -2px; }
        .timeline { display: block; min-width: 760px; width: 100%; height: auto; }
        .timeline text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans",
          sans-serif; }
        .timeline .field, .timeline .tick { fill: var(--faint); font-size: 11.5px; }
        .timeline .grid { stroke: var(--line); } .timeline .now { stroke: var(--faint); stroke-dasharray: 3 3; }
        .timeline .row { fill: transparent; } .timeline g:hover .row { fill: var(--hover); }
        .timeline .open { fill: var(--open); } .timeline .healed { fill: var(--healed); }
        .timeline .gone { fill: var(--gone); } .timeline .committed { fill: var(--committed); }
        .timeline .acted { stroke: var(--acted); stroke-width: 2; }
        footer { margin-top: 24px; color: var(--faint); font-size: 13px; }
        @media print { body { background: none; } main { max-width: none; padding: 0; }
          section { break-inside: avoid; } }
        """
}
